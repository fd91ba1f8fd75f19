"""Rankings that hold up: numbers, inputs, intervals, submitted lists, emergency calls, revisions

Revision: 0004, after 0001
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0001"
branch_labels = None
depends_on = None

_Added = tuple[tuple[str, sa.types.TypeEngine[Any]], ...]
_RANKINGS: _Added = (("numbers", sa.Text()), ("inputs", sa.JSON()), ("base", sa.String()), ("submitter", sa.String()))
_ENTRIES: _Added = (
    *((name, sa.Float()) for name in ("score", "smoothed_rate_per_100k", "rank_low", "rank_high", "probability_first")),
    ("reason", sa.Text()),
)
_MUNICIPALITIES: _Added = (("emergency_calls", sa.BigInteger()), ("emergency_calls_year", sa.Integer()))
_ADDED = (("rankings", _RANKINGS), ("ranking_entries", _ENTRIES), ("municipalities", _MUNICIPALITIES))


def upgrade() -> None:
    for table, columns in _ADDED:
        for name, kind in columns:
            # Added in place: copying the table would lose that the entries rest in the order of their key.
            op.add_column(table, sa.Column(name, kind, nullable=True))
    op.create_table(
        "revisions",
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("crime_type", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("incidents_before", sa.BigInteger(), nullable=False),
        sa.Column("incidents_after", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["after"], ["datasets.name"], name=op.f("fk_revisions_after")),
        sa.ForeignKeyConstraint(["before"], ["datasets.name"], name=op.f("fk_revisions_before")),
        sa.PrimaryKeyConstraint("before", "after", "crime_type", "month", name=op.f("pk_revisions")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("revisions")
    for table, columns in _ADDED:
        for name, _ in columns:
            op.drop_column(table, name)
