"""Bodies and agencies that other records name, funds with what was spent, pools that change

Revision: 0009, after 0008
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KNOWN_SINCE = datetime(2016, 1, 1, tzinfo=UTC)
_SYSTEM = "Ley General del Sistema Nacional de Seguridad Pública (DOF, 2 January 2009)"
_COUNTRY = "council", "", None
# id, title, official name, (kind, region, follows up), where the name is from
_BODIES = (
    (
        *("national-public-security-council", "National Public Security Council"),
        *("Consejo Nacional de Seguridad Pública", _COUNTRY, f"{_SYSTEM}, art. 10"),
    ),
    (
        *("executive-secretariat", "Executive Secretariat of the National Public Security System"),
        "Secretariado Ejecutivo del Sistema Nacional de Seguridad Pública",
        ("secretariat", "", "bodies/national-public-security-council"),
        f"{_SYSTEM}, art. 17",
    ),
    *(
        (
            *(f"regional-conference-{slug}", f"Regional conference {title}"),
            f"Conferencia regional de seguridad, región {title}",
            ("regional_conference", f"regions/{slug}", None),
            f"{_SYSTEM}, art. 10 (regional instances); the five security regions (DOF, January 2013). A working title",
        )
        for slug, title in (
            ("centro", "Centro"),
            ("noreste", "Noreste"),
            ("noroeste", "Noroeste"),
            ("occidente", "Occidente"),
            ("sureste", "Sureste"),
        )
    ),
    *(
        (own_id, title, official, ("federal_agency", "", None), source)
        for own_id, title, official, source in (
            (
                *("interior", "Interior", "Secretaría de Gobernación"),
                "Ley Orgánica de la Administración Pública Federal (DOF, 29 December 1976), art. 27, as of 2016",
            ),
            (
                *("defence", "Defence", "Secretaría de la Defensa Nacional"),
                "Ley Orgánica de la Administración Pública Federal (DOF, 29 December 1976), art. 29",
            ),
            (
                *("navy", "Navy", "Secretaría de Marina"),
                "Ley Orgánica de la Administración Pública Federal (DOF, 29 December 1976), art. 30",
            ),
            (
                *("attorney-general", "Attorney General", "Procuraduría General de la República"),
                "Ley Orgánica de la Procuraduría General de la República (DOF, 29 May 2009), as of 2016",
            ),
            (
                *("intelligence", "Intelligence", "Centro de Investigación y Seguridad Nacional"),
                "Ley de Seguridad Nacional (DOF, 31 January 2005), as of 2016",
            ),
            (
                *("federal-police", "Federal Police", "Policía Federal"),
                "Ley de la Policía Federal (DOF, 1 June 2009), as of 2016",
            ),
        )
    ),
)

# As before, but where the number of a pool's teams was said anew, only the days from then on are held against it.
_TEAMS_ONCE = """
CREATE TRIGGER deployment_teams_once AFTER INSERT ON deployment_teams
WHEN EXISTS (
    WITH uses AS (
        SELECT stay.start_date, stay.end_date, used.teams
        FROM deployment_teams AS used JOIN deployments AS stay ON stay.name = used.deployment
        WHERE used.pool = NEW.pool AND stay.state <> 'cancelled'),
    own AS (SELECT start_date, end_date FROM deployments WHERE name = NEW.deployment AND state <> 'cancelled'),
    looked AS (
        SELECT MAX(day.start_date, own.start_date, {since}) AS day, pool.teams AS teams
        FROM uses AS day, own, pools AS pool
        WHERE pool.name = NEW.pool
          AND MAX(day.start_date, own.start_date, {since}) < MIN(day.end_date, own.end_date))
    SELECT 1 FROM looked
    WHERE (SELECT SUM(teams) FROM uses WHERE start_date <= looked.day AND end_date > looked.day) > looked.teams)
BEGIN SELECT RAISE(ABORT, 'stay overlaps: teams'); END
"""


def upgrade() -> None:
    _bodies()
    _funds()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    if on_sqlite:
        op.execute("DROP TRIGGER deployment_teams_once")
    with op.batch_alter_table("pools", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fund", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("team_day_mxn", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("teams_since", sa.Date(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_pools_fund"), "funds", ["fund"], ["name"])
    if on_sqlite:
        op.execute(_TEAMS_ONCE.format(since="COALESCE(pool.teams_since, '')"))
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER spend_records_no_{event.lower()} BEFORE {event} ON spend_records "
                "BEGIN SELECT RAISE(ABORT, 'what was spent is never changed: correct it by a further record'); END"
            )


def _bodies() -> None:
    bodies = op.create_table(
        "bodies",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("official_name", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("follows_up", sa.String(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["follows_up"], ["bodies.name"], name=op.f("fk_bodies_follows_up")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bodies")),
    )
    op.bulk_insert(
        bodies,
        [
            {
                "name": f"bodies/{own_id}",
                "title": title,
                "official_name": official,
                "source": source,
                **dict(zip(("kind", "region", "follows_up"), what, strict=True)),
                "created": _KNOWN_SINCE,
                "version": 1,
            }
            for own_id, title, official, what, source in _BODIES
        ],
    )
    for table, column in (("meetings", "body"), ("agreements", "follow_up")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, sa.String(), nullable=True))
            batch_op.create_foreign_key(op.f(f"fk_{table}_{column}"), "bodies", [column], ["name"])


def _funds() -> None:
    op.create_table(
        "funds",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ceiling_mxn", sa.BigInteger(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ceiling_mxn >= 1", name=op.f("ck_funds_ceiling")),
        sa.CheckConstraint("end_date > start_date", name=op.f("ck_funds_span")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_funds")),
    )
    op.create_table(
        "projects",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("beneficiaries", sa.JSON(), nullable=False),
        sa.Column("budget_mxn", sa.BigInteger(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fund"], ["funds.name"], name=op.f("fk_projects_fund")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_projects")),
    )
    op.create_index(op.f("ix_projects_fund"), "projects", ["fund"])
    op.create_table(
        "spend_records",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("amount_mxn", sa.BigInteger(), nullable=False),
        sa.Column("deployment", sa.String(), nullable=True),
        sa.Column("corrects", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_mxn > 0 OR corrects IS NOT NULL", name=op.f("ck_spend_records_amount")),
        sa.ForeignKeyConstraint(["fund"], ["funds.name"], name=op.f("fk_spend_records_fund")),
        sa.ForeignKeyConstraint(["project"], ["projects.name"], name=op.f("fk_spend_records_project")),
        sa.ForeignKeyConstraint(["deployment"], ["deployments.name"], name=op.f("fk_spend_records_deployment")),
        sa.ForeignKeyConstraint(["corrects"], ["spend_records.name"], name=op.f("fk_spend_records_corrects")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_spend_records")),
    )
    for columns in (["fund"], ["project"], ["corrects"], ["month", "name"]):
        op.create_index(op.f(f"ix_spend_records_{'_'.join(columns)}"), "spend_records", columns)


def downgrade() -> None:
    for trigger in ("spend_records_no_update", "spend_records_no_delete", "deployment_teams_once"):
        op.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    with op.batch_alter_table("pools", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_pools_fund"), type_="foreignkey")
        for column in ("fund", "team_day_mxn", "teams_since"):
            batch_op.drop_column(column)
    for table in ("spend_records", "projects", "funds"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_TEAMS_ONCE.format(since="''"))
    for table, column in (("meetings", "body"), ("agreements", "follow_up")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
            batch_op.drop_column(column)
    op.drop_table("bodies")
