"""Coordination: what commitments promise in numbers and what became of them, waivers, local capacity, 911, observations

Revision: 0006, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("amount", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("from_date", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("to_date", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("history", sa.JSON(), server_default="[]", nullable=False))

    with op.batch_alter_table("capacity_reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("local_capacity", sa.Text(), server_default="{}", nullable=False))

    op.create_table(
        "waivers",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("end_date > start_date", name=op.f("ck_waivers_span")),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.name"], name=op.f("fk_waivers_municipality")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_waivers")),
    )
    with op.batch_alter_table("waivers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waivers_municipality"), ["municipality"], unique=False)

    op.create_table(
        "emergency_call_services",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["state"], ["states.name"], name=op.f("fk_emergency_call_services_state")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_emergency_call_services")),
    )
    with op.batch_alter_table("emergency_call_services", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_emergency_call_services_state"), ["state"], unique=False)

    op.create_table(
        "observations",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("council", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answering_office", sa.String(), nullable=False),
        sa.Column("answered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_observations")),
    )
    with op.batch_alter_table("observations", schema=None) as batch_op:
        batch_op.create_index("ix_observations_created_name", ["created", "name"], unique=False)
