"""Servicer of bodies and agencies: convert, call, convert."""

from __future__ import annotations

from typing import Any

from relevo.v1 import body_pb2, body_service_pb2_grpc
from relevo.v1 import body_service_pb2 as wire
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import bodies
from relevo_server.usecases.ports import Ports
from relevo_server.wire import bodies as wire_bodies
from relevo_server.wire.masks import paths_of
from relevo_server.wire.pages import page_of, write_of


class BodyServicer(body_service_pb2_grpc.BodyServiceServicer):
    """Bodies, agencies and authorities."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def CreateBody(self, request: wire.CreateBodyRequest, context: Any) -> body_pb2.Body:
        """See the proto."""
        reading = begin_reading()
        draft = wire_bodies.body_draft_of(reading, request.body)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        made = bodies.create_body(self._ports, principal(), draft, body_id=request.body_id, write=write)
        return wire_bodies.body_message(made)

    def GetBody(self, request: wire.GetBodyRequest, context: Any) -> body_pb2.Body:
        """See the proto."""
        return wire_bodies.body_message(bodies.get_body(self._ports, principal(), request.name))

    def ListBodies(self, request: wire.ListBodiesRequest, context: Any) -> wire.ListBodiesResponse:
        """See the proto."""
        page = bodies.list_bodies(self._ports, principal(), page_of(request))
        return wire.ListBodiesResponse(
            bodies=map(wire_bodies.body_message, page.items), next_page_token=page.next_token
        )

    def UpdateBody(self, request: wire.UpdateBodyRequest, context: Any) -> body_pb2.Body:
        """See the proto."""
        reading, message = begin_reading(), request.body
        draft = wire_bodies.body_draft_of(reading, message)
        paths = paths_of(reading, request.update_mask, message, wire_bodies.AMENDABLE)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        changed = bodies.update_body(
            self._ports, principal(), message.name, draft, paths, etag=message.etag, write=write
        )
        return wire_bodies.body_message(changed)
