"""Bodies and agencies that meetings, agreements and pools name

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


def upgrade() -> None:
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


def downgrade() -> None:
    for table, column in (("meetings", "body"), ("agreements", "follow_up")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
            batch_op.drop_column(column)
    op.drop_table("bodies")
