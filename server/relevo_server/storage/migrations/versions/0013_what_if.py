"""Policies by name and version, scenarios, sweeps

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0015"
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
    op.create_table(
        "scenarios",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("ranking", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ranking"], ["rankings.name"], name=op.f("fk_scenarios_ranking")),
        sa.ForeignKeyConstraint(["base"], ["snapshots.name"], name=op.f("fk_scenarios_base")),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.name"], name=op.f("fk_scenarios_snapshot")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_scenarios")),
    )
    op.create_index("ix_scenarios_created_name", "scenarios", ["created", "name"])
    op.create_table(
        "sweeps",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["operation"], ["operations.name"], name=op.f("fk_sweeps_operation")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sweeps")),
        sa.UniqueConstraint("operation", name=op.f("uq_sweeps_operation")),
    )
    op.create_index("ix_sweeps_created_name", "sweeps", ["created", "name"])
    # ALTER TABLE ... ADD COLUMN keeps the table, and with it everything that hangs on it.
    op.add_column("plans", sa.Column("policy", sa.String(), nullable=False, server_default=""))
    op.add_column("plans", sa.Column("scenario", sa.String(), nullable=False, server_default=""))
    if op.get_bind().dialect.name != "sqlite":
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER policies_no_{event.lower()} BEFORE {event} ON policies "
            "BEGIN SELECT RAISE(ABORT, 'a version of a policy is never changed'); END"
        )


def downgrade() -> None:
    op.drop_column("plans", "scenario")
    op.drop_column("plans", "policy")
    for table in ("sweeps", "scenarios", "policies"):
        op.drop_table(table)
