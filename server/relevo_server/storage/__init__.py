"""Where records rest: SQLAlchemy Core tables, one module per noun, behind the use cases' unit of work."""

from relevo_server.storage.engine import open_engine
from relevo_server.storage.unit_of_work import SqlRecords
from relevo_server.storage.upgrading import upgrade

__all__ = ["SqlRecords", "open_engine", "upgrade"]
