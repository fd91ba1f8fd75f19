"""Federal pools of teams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from google.protobuf.field_mask_pb2 import FieldMask

from relevo.v1 import force_service_pb2 as wire
from relevo.v1 import pool_pb2
from relevo.v1.force_service_pb2_grpc import ForceServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.names import resource


class Force:
    """ForceService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = ForceServiceStub(calls.channel)

    def create_pool(self, pool: pool_pb2.Pool, *, pool_id: str = "", validate_only: bool = False) -> pool_pb2.Pool:
        """Record a pool."""
        request = wire.CreatePoolRequest(pool=pool, pool_id=pool_id, validate_only=validate_only)
        return self._calls.unary(self._stub.CreatePool, request)

    def update_pool(self, pool: pool_pb2.Pool, fields: Sequence[str], *, validate_only: bool = False) -> pool_pb2.Pool:
        """Change some fields of a pool from today on; with an etag only if nobody changed it since."""
        request = wire.UpdatePoolRequest(pool=pool, update_mask=FieldMask(paths=fields), validate_only=validate_only)
        return self._calls.unary(self._stub.UpdatePool, request)

    def pool(self, name: str) -> pool_pb2.Pool:
        """Return one pool."""
        return self._calls.unary(self._stub.GetPool, wire.GetPoolRequest(name=resource("pools", name)))

    def pools(self) -> Iterator[pool_pb2.Pool]:
        """Yield pools by name."""

        def fetch(token: str) -> tuple[Iterator[pool_pb2.Pool], str]:
            page = self._calls.unary(self._stub.ListPools, wire.ListPoolsRequest(page_token=token))
            return iter(page.pools), page.next_page_token

        return pages.each(fetch)
