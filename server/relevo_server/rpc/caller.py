"""Who calls, and what was already found wrong with the call: known to the interceptors, asked for by the servicers."""

from __future__ import annotations

import math
from contextvars import ContextVar

import grpc

from relevo_server.domain.errors import ErrorReason, Fault, refusal
from relevo_server.domain.principal import Principal
from relevo_server.rpc.errors import MOST_DETAIL_BYTES, USUAL_DETAIL_BYTES
from relevo_server.wire.reading import Reading

DETAIL_BYTES_KEY = "relevo-detail-bytes"
"""Request metadata: how many bytes of error details the caller can take, where that is more than gRPC's usual."""
_LONGEST_SECONDS = 365 * 86_400.0

# gRPC runs interceptors and servicer of one call in one context of its own.
PRINCIPAL: ContextVar[Principal | None] = ContextVar("principal", default=None)
FAULTS: ContextVar[tuple[Fault, ...]] = ContextVar("faults", default=())


def principal() -> Principal:
    """Return who makes the present call.

    Raises:
        RelevoError: UNAUTHENTICATED, where nobody was recognised.
    """
    found = PRINCIPAL.get()
    if found is None:
        raise refusal(ErrorReason.UNAUTHENTICATED, "nobody was recognised")
    return found


def begin_reading() -> Reading:
    """Return a reading of the present request that begins with what was found wrong at the door."""
    reading = Reading()
    reading.take(FAULTS.get())
    return reading


def seconds_left(context: grpc.ServicerContext) -> float:
    """Return the seconds that the caller will still wait; infinite where it set no deadline.

    gRPC answers some 9e18 seconds for a call without a deadline, which no wait may be given.
    """
    left = context.time_remaining()
    return math.inf if left > _LONGEST_SECONDS else left


def detail_bytes(context: grpc.ServicerContext) -> int:
    """Return how many bytes of error details the caller takes."""
    for key, value in context.invocation_metadata():
        if key == DETAIL_BYTES_KEY and isinstance(value, str) and value.isascii() and value.isdigit():
            return max(USUAL_DETAIL_BYTES, min(int(value[:12]), MOST_DETAIL_BYTES))
    return USUAL_DETAIL_BYTES
