"""Checkpoints of the audit trail, and removal of the events that they tell of

Revision: 0012, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None

_REFUSED = "BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END"
# What no checkpoint tells of stays.
_REMOVAL = """
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
WHEN OLD.sequence > (SELECT COALESCE(MAX(sequence), 0) FROM audit_checkpoints)
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END
"""


def upgrade() -> None:
    op.create_table(
        "audit_checkpoints",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_sequence", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("export_sha256", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sequence >= first_sequence AND first_sequence > 0", name=op.f("ck_audit_checkpoints_span")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_audit_checkpoints")),
        sa.UniqueConstraint("sequence", name=op.f("uq_audit_checkpoints_sequence")),
    )
    if op.get_bind().dialect.name != "sqlite":
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_checkpoints_no_{event.lower()} BEFORE {event} ON audit_checkpoints {_REFUSED}"
        )
    op.execute("DROP TRIGGER audit_events_no_delete")
    op.execute(_REMOVAL)


def downgrade() -> None:
    op.drop_table("audit_checkpoints")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_events_no_delete")
        op.execute(f"CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events {_REFUSED}")
