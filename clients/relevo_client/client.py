"""The whole API behind one object."""

from __future__ import annotations

from types import TracebackType

import grpc

from relevo_client.calls import Calls
from relevo_client.channel import open_channel
from relevo_client.operations import Operations
from relevo_client.services.audit import Audit
from relevo_client.services.bodies import Bodies
from relevo_client.services.capacity import Capacity
from relevo_client.services.deployments import Deployments
from relevo_client.services.force import Force
from relevo_client.services.funds import Funds
from relevo_client.services.geography import Geography
from relevo_client.services.incidence import Incidence
from relevo_client.services.intake import Intake
from relevo_client.services.meetings import Meetings
from relevo_client.services.planning import Planning
from relevo_client.services.rankings import Rankings
from relevo_client.services.transparency import Transparency
from relevo_client.settings import Settings


class Relevo:
    """A connection to a Relevo server, one attribute per service. Safe to share between threads."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self.operations = Operations(calls)
        self.audit = Audit(calls)
        self.bodies = Bodies(calls)
        self.capacity = Capacity(calls)
        self.deployments = Deployments(calls)
        self.force = Force(calls)
        self.funds = Funds(calls)
        self.geography = Geography(calls)
        self.incidence = Incidence(calls)
        self.intake = Intake(calls)
        self.meetings = Meetings(calls)
        self.planning = Planning(calls, self.operations)
        self.rankings = Rankings(calls)
        self.transparency = Transparency(calls)

    def close(self) -> None:
        """Close the connection."""
        self.calls.channel.close()

    def __enter__(self) -> Relevo:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(
    address: str | None = None,
    token: str | None = None,
    *,
    deadline_seconds: float = 60.0,
    channel: grpc.Channel | None = None,
) -> Relevo:
    """Connect to a server.

    Args:
        address: `host:port` or `unix:/path`; None: RELEVO_ADDRESS, else this machine's default.
        token: bearer token; None: the content of RELEVO_TOKEN_FILE, else of the token in RELEVO_HOME; empty: no token.
        deadline_seconds: of every call but an upload.
        channel: an open channel to use instead of opening one to `address`.

    Raises:
        RelevoError: UNAUTHENTICATED, where the token's file cannot be read.
    """
    settings = Settings.from_environment()
    shown = settings.token() if token is None else token
    used = channel or open_channel(settings.address if address is None else address)
    return Relevo(Calls(channel=used, token=shown, deadline_seconds=deadline_seconds))
