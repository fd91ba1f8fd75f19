"""Which teams of a pool serve a stay, and why a stay was moved, withdrawn or cancelled

Revision: 0011, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0012"
branch_labels = None
depends_on = None

_GONE = "('active', 'extended', 'withdrawn')"
# Wishes of stays that are only planned are left out: who goes is settled when they go.
_ONCE = f"""
CREATE TRIGGER deployment_team_numbers_once AFTER INSERT ON deployment_team_numbers
WHEN EXISTS (
    SELECT 1 FROM deployments AS own, deployment_team_numbers AS used
    JOIN deployments AS stay ON stay.name = used.deployment
    WHERE own.name = NEW.deployment AND own.state IN {_GONE}
      AND used.pool = NEW.pool AND used.number = NEW.number AND stay.name <> own.name AND stay.state IN {_GONE}
      AND stay.start_date < own.end_date AND stay.end_date > own.start_date)
BEGIN SELECT RAISE(ABORT, 'stay overlaps: teams'); END
"""  # noqa: S608 - the states are written above
_STAYS = f"""
SELECT used.deployment, used.pool, used.teams, stay.start_date, stay.end_date
FROM deployment_teams AS used JOIN deployments AS stay ON stay.name = used.deployment
WHERE stay.state IN {_GONE} ORDER BY used.pool, stay.start_date, stay.name
"""  # noqa: S608 - the states are written above


def upgrade() -> None:
    op.add_column("deployments", sa.Column("reason", sa.String(), nullable=True))
    op.create_table(
        "deployment_team_numbers",
        sa.Column("deployment", sa.String(), nullable=False),
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_deployment_team_numbers_number")),
        sa.ForeignKeyConstraint(
            ["deployment"], ["deployments.name"], name=op.f("fk_deployment_team_numbers_deployment")
        ),
        sa.ForeignKeyConstraint(["pool"], ["pools.name"], name=op.f("fk_deployment_team_numbers_pool")),
        sa.PrimaryKeyConstraint("deployment", "pool", "number", name=op.f("pk_deployment_team_numbers")),
    )
    op.create_index("ix_deployment_team_numbers_pool_number", "deployment_team_numbers", ["pool", "number"])
    _name_teams()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_ONCE)


def _name_teams() -> None:
    """Name the teams of stays that have begun: in the order of their starts, the lowest numbers free on their days."""
    held: dict[tuple[str, int], str] = {}
    for name, pool, teams, start, end in op.get_bind().exec_driver_sql(_STAYS).all():
        number = 0
        for _ in range(teams):
            number = next(n for n in range(number + 1, number + 20_000) if held.get((pool, n), "") <= str(start))
            held[pool, number] = str(end)
            row = {"deployment": name, "pool": pool, "number": number}
            statement = "INSERT INTO deployment_team_numbers VALUES (:deployment, :pool, :number)"
            op.get_bind().execute(sa.text(statement), row)


def downgrade() -> None:
    op.execute("DROP TRIGGER IF EXISTS deployment_team_numbers_once")
    op.drop_table("deployment_team_numbers")
    op.drop_column("deployments", "reason")
