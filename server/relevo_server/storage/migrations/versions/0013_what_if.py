"""Policies by name and version, scenarios, sweeps

Revision: 0013, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policies",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_policies")),
    )
    op.create_index("ix_policies_policy_number", "policies", ["policy", "number"], unique=True)
    # ALTER TABLE ... ADD COLUMN keeps the table, and with it everything that hangs on it.
    op.add_column("plans", sa.Column("policy", sa.String(), nullable=False, server_default=""))
    if op.get_bind().dialect.name != "sqlite":
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER policies_no_{event.lower()} BEFORE {event} ON policies "
            "BEGIN SELECT RAISE(ABORT, 'a version of a policy is never changed'); END"
        )


def downgrade() -> None:
    op.drop_column("plans", "policy")
    op.drop_table("policies")
