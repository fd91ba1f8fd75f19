"""Teams actually placed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from relevo.v1 import deployment_pb2
from relevo.v1 import deployment_service_pb2 as wire
from relevo.v1.deployment_service_pb2_grpc import DeploymentServiceStub
from relevo.v1.hand_back_pb2 import HandBack
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.dates import to_wire
from relevo_client.names import resource


class Deployments:
    """DeploymentService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = DeploymentServiceStub(calls.channel)

    def create(
        self, deployment: deployment_pb2.Deployment, *, deployment_id: str = "", validate_only: bool = False
    ) -> deployment_pb2.Deployment:
        """Record a stay."""
        request = wire.CreateDeploymentRequest(
            deployment=deployment, deployment_id=deployment_id, validate_only=validate_only
        )
        return self._calls.unary(self._stub.CreateDeployment, request)

    def get(self, name: str) -> deployment_pb2.Deployment:
        """Return one deployment."""
        request = wire.GetDeploymentRequest(name=resource("deployments", name))
        return self._calls.unary(self._stub.GetDeployment, request)

    def list(self, *, municipality: str = "") -> Iterator[deployment_pb2.Deployment]:
        """Yield deployments by start date, of one municipality where it is given."""
        condition = f'municipality = "{resource("municipalities", municipality)}"' if municipality else ""

        def fetch(token: str) -> tuple[Iterator[deployment_pb2.Deployment], str]:
            request = wire.ListDeploymentsRequest(page_token=token, filter=condition)
            page = self._calls.unary(self._stub.ListDeployments, request)
            return iter(page.deployments), page.next_page_token

        return pages.each(fetch)

    def activate(
        self, name: str, *, arrival: date | None = None, etag: str = "", validate_only: bool = False
    ) -> deployment_pb2.Deployment:
        """Record that the teams have arrived, on the stay's first day unless another is given."""
        request = wire.ActivateDeploymentRequest(
            name=resource("deployments", name),
            arrival_date=None if arrival is None else to_wire(arrival),
            etag=etag,
            validate_only=validate_only,
        )
        return self._calls.unary(self._stub.ActivateDeployment, request)

    def extend(
        self, name: str, end: date, *, agreement: str = "", etag: str = "", validate_only: bool = False
    ) -> deployment_pb2.Deployment:
        """Let the same teams stay until before a day, under another agreement where one is named."""
        request = wire.ExtendDeploymentRequest(
            name=resource("deployments", name),
            end_date=to_wire(end),
            agreement=agreement,
            etag=etag,
            validate_only=validate_only,
        )
        return self._calls.unary(self._stub.ExtendDeployment, request)

    def move(self, request: wire.MoveDeploymentRequest) -> wire.MoveDeploymentResponse:
        """Send teams elsewhere, or on other days."""
        return self._calls.unary(self._stub.MoveDeployment, request)

    def withdraw(
        self, name: str, end: date, reason: str, *, etag: str = "", validate_only: bool = False
    ) -> deployment_pb2.Deployment:
        """End a stay under way early: `end` is the first day without the teams."""
        request = wire.WithdrawDeploymentRequest(
            name=resource("deployments", name),
            end_date=to_wire(end),
            reason=reason,
            etag=etag,
            validate_only=validate_only,
        )
        return self._calls.unary(self._stub.WithdrawDeployment, request)

    def cancel(
        self, name: str, reason: str, *, etag: str = "", validate_only: bool = False
    ) -> deployment_pb2.Deployment:
        """Give up a planned stay."""
        request = wire.CancelDeploymentRequest(
            name=resource("deployments", name), reason=reason, etag=etag, validate_only=validate_only
        )
        return self._calls.unary(self._stub.CancelDeployment, request)

    def presence(self, municipality: str, *, start: date | None = None, end: date | None = None) -> wire.Presence:
        """Return how long federal teams have been in a municipality, within a year unless a window is given."""
        request = wire.GetPresenceRequest(
            municipality=resource("municipalities", municipality),
            from_date=None if start is None else to_wire(start),
            until_date=None if end is None else to_wire(end),
        )
        return self._calls.unary(self._stub.GetPresence, request)

    def hand_back(self, name: str, *, day: date | None = None) -> HandBack:
        """Return what a stay's municipality must have when the teams leave, as known on a day."""
        request = wire.GetHandBackRequest(name=resource("deployments", name), day=None if day is None else to_wire(day))
        return self._calls.unary(self._stub.GetHandBack, request)
