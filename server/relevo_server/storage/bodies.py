"""Bodies, agencies and authorities."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, RowMapping, String, Table, Text

from relevo_server.domain.body import Body, BodyKind
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf

bodies = Table(
    "bodies",
    metadata,
    Column("name", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("official_name", String, nullable=False),
    # Without a reference: the conferences of the five regions are known before the regions are imported.
    Column("region", String, nullable=False),
    Column("follows_up", ForeignKey("bodies.name")),
    Column("source", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("version", Integer, nullable=False),
)
_PLAIN = ("name", "title", "official_name", "region", "source", "created", "version")


def _row(body: Body) -> Row:
    plain = {field: getattr(body, field) for field in _PLAIN}
    return plain | {"kind": body.kind.value, "follows_up": body.follows_up or None}


def _body(row: RowMapping, _parts: PartRows) -> Body:
    plain = {field: row[field] for field in _PLAIN}
    return Body(kind=BodyKind(row["kind"]), follows_up=row["follows_up"] or "", **plain)


BODIES = Shelf(
    kind=Body,
    table=bodies,
    columns={field: bodies.c[field] for field in ("name", "kind", "region")},
    to_row=_row,
    from_row=_body,
    is_versioned=True,
)
