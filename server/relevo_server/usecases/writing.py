"""What every write has in common: one transaction, a request id that is answered once, a look before the leap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from relevo_server.domain.errors import ErrorReason, Fault, Faults, refusal
from relevo_server.domain.limits import text_faults
from relevo_server.domain.principal import Principal
from relevo_server.usecases.frozen_json import from_json, sha256_of, to_json
from relevo_server.usecases.ports import Ports, Remembered, WriteUnit

A = TypeVar("A")

REQUEST_ID_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class Write:
    """How a caller wants its write done.

    Attributes:
        request_id: A retry with the same id is answered with the first result; empty: every call is new.
        validate_only: Do everything but keep it.
        faults: What was already found wrong when the request was read; named with the rest.
    """

    request_id: str = ""
    validate_only: bool = False
    faults: tuple[Fault, ...] = ()

    def found(self) -> Faults:
        """The faults so far, as the start of a gathering."""
        faults = Faults(list(self.faults))
        faults.extend(text_faults("request_id", self.request_id, most=REQUEST_ID_CHARACTERS))
        return faults


PLAIN_WRITE = Write()


def write_once(
    ports: Ports,
    principal: Principal,
    write: Write,
    method: str,
    request: Any,
    answer_kind: type[A],
    act: Callable[[WriteUnit], A],
) -> A:
    """Do a write in one transaction, at most once per request id.

    Args:
        ports: The outside.
        principal: Who asks.
        write: How.
        method: What, for example ``CreateMeeting``.
        request: Everything that was asked, for the comparison of retries.
        answer_kind: What ``act`` returns: a frozen dataclass.
        act: Does it.

    Raises:
        RelevoError: REQUEST_ID_REUSED, or what ``act`` raises.
    """
    with ports.records.write(principal.name, method) as unit:
        if write.request_id and not write.validate_only:
            # What is asked may still be nonsense: it is refused with all its faults, not for want of a hash.
            request_sha256 = sha256_of(to_json(request, finite=False))
            remembered = unit.recall(method, write.request_id)
            if remembered is not None:
                if remembered.request_sha256 != request_sha256:
                    raise _reused(write.request_id)
                return from_json(answer_kind, remembered.answer)
            answer = act(unit)
            unit.remember(method, write.request_id, Remembered(request_sha256, to_json(answer), ports.clock.now()))
            return answer
        answer = act(unit)
        if write.validate_only:
            unit.undo()
        return answer


def require_etag(name: str, stored: str, given: str) -> None:
    """Let a write pass whose caller has read the present version, or does not care (empty).

    Raises:
        RelevoError: STALE_ETAG.
    """
    if given and given != stored:
        why = "was changed since it was read"
        fault = Fault(name, why, "Read it again and decide anew", ErrorReason.STALE_ETAG)
        raise refusal(ErrorReason.STALE_ETAG, f"{name} {why}", [fault], {"name": name})


def _reused(request_id: str) -> Exception:
    why = f"{request_id!r} was used with another request"
    fault = Fault("request_id", why, "Use a new id for a new request", ErrorReason.REQUEST_ID_REUSED)
    return refusal(ErrorReason.REQUEST_ID_REUSED, f"the request id {why}", [fault])
