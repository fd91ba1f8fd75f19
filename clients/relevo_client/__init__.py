"""The Relevo client library and the `relevo` command line.

import relevo_client

with relevo_client.connect() as relevo:
    for ranking in relevo.rankings.list():
        print(ranking.name, ranking.title)
"""

from relevo_client.client import Relevo, connect
from relevo_client.errors import Fault, RelevoError
from relevo_client.operations import PendingPlan
from relevo_client.settings import Settings

__all__ = ["Fault", "PendingPlan", "Relevo", "RelevoError", "Settings", "connect"]
