"""The audit trail, and stays that the database itself keeps apart

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OVERLAP = """
CREATE TRIGGER deployments_apart_{when} BEFORE {event} ON deployments
WHEN NEW.state <> 'cancelled' AND EXISTS (
    SELECT 1 FROM deployments AS other
    WHERE other.name <> NEW.name AND other.municipality = NEW.municipality AND other.state <> 'cancelled'
      AND other.start_date < NEW.end_date AND other.end_date > NEW.start_date)
BEGIN SELECT RAISE(ABORT, 'stay overlaps: municipality'); END
"""
# The use of a pool only rises where a stay begins, so those days are enough to look at.
_TEAMS = """
CREATE TRIGGER deployment_teams_once AFTER INSERT ON deployment_teams
WHEN EXISTS (
    WITH uses AS (
        SELECT stay.start_date, stay.end_date, used.teams
        FROM deployment_teams AS used JOIN deployments AS stay ON stay.name = used.deployment
        WHERE used.pool = NEW.pool AND stay.state <> 'cancelled'),
    own AS (SELECT start_date, end_date FROM deployments WHERE name = NEW.deployment AND state <> 'cancelled')
    SELECT 1 FROM uses AS day, own
    WHERE day.start_date < own.end_date AND day.end_date > own.start_date
      AND (SELECT SUM(teams) FROM uses
           WHERE start_date <= MAX(day.start_date, own.start_date)
             AND end_date > MAX(day.start_date, own.start_date))
          > (SELECT teams FROM pools WHERE name = NEW.pool))
BEGIN SELECT RAISE(ABORT, 'stay overlaps: teams'); END
"""


def upgrade() -> None:
    op.create_table(
        "audit_events",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("happened", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("previous_sha256", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_events")),
    )
    op.create_index(op.f("ix_audit_events_record"), "audit_events", ["record"])
    if op.get_bind().dialect.name != "sqlite":
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_events_no_{event.lower()} BEFORE {event} ON audit_events "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END"
        )
    for event in ("INSERT", "UPDATE"):
        op.execute(_OVERLAP.format(when=event.lower(), event=event))
    op.execute(_TEAMS)


def downgrade() -> None:
    for trigger in ("deployment_teams_once", "deployments_apart_insert", "deployments_apart_update"):
        op.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    op.drop_table("audit_events")
