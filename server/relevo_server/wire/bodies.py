"""Bodies, agencies and authorities."""

from __future__ import annotations

from relevo.v1 import body_pb2
from relevo_server.domain.body import Body, BodyDraft, BodyKind
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import timestamp
from relevo_server.wire.reading import Reading

KINDS = Choice(body_pb2.Body.Kind.DESCRIPTOR, BodyKind, "KIND_")
AMENDABLE = {field: field for field in ("title", "official_name", "region", "follows_up", "source")}
"""Fields of a body that an update can change, and what the code calls them."""


def body_draft_of(reading: Reading, message: body_pb2.Body) -> BodyDraft:
    """Return what a caller says of a body."""
    return BodyDraft(
        title=message.title,
        kind=KINDS.member(reading, "body.kind", message.kind),
        official_name=message.official_name,
        region=message.region,
        follows_up=message.follows_up,
        source=message.source,
    )


def body_message(body: Body) -> body_pb2.Body:
    """Return the wire form of a body."""
    return body_pb2.Body(
        name=body.name,
        title=body.title,
        official_name=body.official_name,
        kind=KINDS.number(body.kind),
        region=body.region,
        follows_up=body.follows_up,
        source=body.source,
        create_time=timestamp(body.created),
        etag=body.etag,
    )
