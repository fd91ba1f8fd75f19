"""Teams that the database keeps apart also where a stay, or what it holds, is changed in place

Until here triggers looked at teams when they were written down, and a change of a stay wrote them anew. Now a change of
days, state, pool, teams or number is looked at as well, whoever makes it.

Revision: 0017, after 0014
"""

from alembic import op

revision = "0017"
down_revision = "0014"
branch_labels = None
depends_on = None

_GONE = "('active', 'extended', 'withdrawn')"
_MORE_THAN_THERE_ARE = """
    WITH uses AS (
        SELECT stay.start_date, stay.end_date, used.pool, used.teams
        FROM deployment_teams AS used JOIN deployments AS stay ON stay.name = used.deployment
        WHERE stay.state <> 'cancelled'
          AND used.pool IN (SELECT pool FROM deployment_teams WHERE deployment = {stay})),
    own AS (
        SELECT stay.start_date, stay.end_date, used.pool
        FROM deployments AS stay JOIN deployment_teams AS used ON used.deployment = stay.name
        WHERE stay.name = {stay} AND stay.state <> 'cancelled')
    SELECT 1 FROM uses AS day JOIN own ON own.pool = day.pool
    WHERE day.start_date < own.end_date AND day.end_date > own.start_date
      AND (SELECT SUM(teams) FROM uses
           WHERE uses.pool = own.pool AND start_date <= MAX(day.start_date, own.start_date)
             AND end_date > MAX(day.start_date, own.start_date))
          > (SELECT teams FROM pools WHERE name = own.pool)"""
_NAMED_TWICE = f"""
    SELECT 1 FROM deployments AS own JOIN deployment_team_numbers AS mine ON mine.deployment = own.name
    JOIN deployment_team_numbers AS used ON used.pool = mine.pool AND used.number = mine.number
    JOIN deployments AS stay ON stay.name = used.deployment
    WHERE own.name = {{stay}} AND own.state IN {_GONE} AND stay.name <> own.name AND stay.state IN {_GONE}
      AND stay.start_date < own.end_date AND stay.end_date > own.start_date"""  # noqa: S608 - written above
_TRIGGERS = {
    "deployments_teams_apart": ("deployments", "NEW.name", (_MORE_THAN_THERE_ARE, _NAMED_TWICE)),
    "deployment_teams_changed": ("deployment_teams", "NEW.deployment", (_MORE_THAN_THERE_ARE,)),
    "deployment_team_numbers_changed": ("deployment_team_numbers", "NEW.deployment", (_NAMED_TWICE,)),
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for trigger, (table, stay, faults) in _TRIGGERS.items():
        found = " OR ".join(f"EXISTS ({fault.format(stay=stay)})" for fault in faults)
        op.execute(
            f"CREATE TRIGGER {trigger} AFTER UPDATE ON {table} WHEN {found} "
            "BEGIN SELECT RAISE(ABORT, 'stay overlaps: teams'); END"
        )


def downgrade() -> None:
    for trigger in _TRIGGERS:
        op.execute(f"DROP TRIGGER IF EXISTS {trigger}")
