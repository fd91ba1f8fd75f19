"""Bodies, agencies and authorities that other records name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from google.protobuf.field_mask_pb2 import FieldMask

from relevo.v1 import body_pb2
from relevo.v1 import body_service_pb2 as wire
from relevo.v1.body_service_pb2_grpc import BodyServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.names import resource


class Bodies:
    """BodyService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = BodyServiceStub(calls.channel)

    def create(self, body: body_pb2.Body, *, body_id: str = "", validate_only: bool = False) -> body_pb2.Body:
        """Add a body."""
        request = wire.CreateBodyRequest(body=body, body_id=body_id, validate_only=validate_only)
        return self._calls.unary(self._stub.CreateBody, request)

    def get(self, name: str) -> body_pb2.Body:
        """Return one body."""
        return self._calls.unary(self._stub.GetBody, wire.GetBodyRequest(name=resource("bodies", name)))

    def list(self, *, kind: str = "") -> Iterator[body_pb2.Body]:
        """Yield bodies by name, of one kind where one is given."""
        condition = f'kind = "{kind}"' if kind else ""

        def fetch(token: str) -> tuple[Iterator[body_pb2.Body], str]:
            request = wire.ListBodiesRequest(page_token=token, filter=condition)
            page = self._calls.unary(self._stub.ListBodies, request)
            return iter(page.bodies), page.next_page_token

        return pages.each(fetch)

    def update(self, body: body_pb2.Body, fields: Sequence[str], *, validate_only: bool = False) -> body_pb2.Body:
        """Change some fields of a body; with an etag only if nobody changed it since."""
        request = wire.UpdateBodyRequest(body=body, update_mask=FieldMask(paths=fields), validate_only=validate_only)
        return self._calls.unary(self._stub.UpdateBody, request)
