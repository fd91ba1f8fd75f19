"""Counts by cell below the municipality, and the boundaries of municipalities

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "boundaries",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("geojson", sa.Text(), nullable=False),
        sa.Column("repair", sa.String(), nullable=False),
        sa.Column("source_sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.name"], name=op.f("fk_boundaries_municipality")),
        sa.ForeignKeyConstraint(["state"], ["states.name"], name=op.f("fk_boundaries_state")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_boundaries")),
    )
    op.create_index(op.f("ix_boundaries_municipality"), "boundaries", ["municipality"])
    op.create_index(op.f("ix_boundaries_state"), "boundaries", ["state"])
    op.create_table(
        "cell_counts",
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("crime_type", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("cell", sa.String(length=15), nullable=False),
        sa.Column("resolution", sa.SmallInteger(), nullable=False),
        sa.Column("incidents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("incidents > 0", name=op.f("ck_cell_counts_incidents")),
        sa.ForeignKeyConstraint(
            ["dataset"],
            ["datasets.name"],
            name=op.f("fk_cell_counts_dataset"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.name"], name=op.f("fk_cell_counts_municipality")),
        sa.PrimaryKeyConstraint("municipality", "dataset", "crime_type", "month", "cell", name=op.f("pk_cell_counts")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("cell_counts")
    op.drop_index(op.f("ix_boundaries_state"), table_name="boundaries")
    op.drop_index(op.f("ix_boundaries_municipality"), table_name="boundaries")
    op.drop_table("boundaries")
