"""What every call passes: identity, room, rules of the message, and one way in which anything ends badly.

Denied by default: a method runs only with a known token, save those named in ``OPEN``.
"""

from __future__ import annotations

import hmac
import logging
import uuid
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore
from typing import Any

import grpc
import protovalidate

from relevo_server.domain.errors import ErrorReason, Fault, RelevoError, refusal
from relevo_server.domain.principal import LOCAL
from relevo_server.rpc.caller import PRINCIPAL, detail_bytes
from relevo_server.rpc.errors import defect, grpc_status_of
from relevo_server.rpc.wrapping import Method, behaviour_of, with_behaviour

OPEN = frozenset({"/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/List"})
"""Methods that need no token: whether the server is up is no secret on this machine."""
_SCHEME = "Bearer "
_LOG = logging.getLogger(__name__)


class Door(grpc.ServerInterceptor):  # type: ignore[type-arg]
    """Lets calls in.

    Args:
        token: What a caller must show.
        room: Unary calls that may be under way or waiting at once; one more is refused at once.
    """

    def __init__(self, token: str, room: int) -> None:
        self._token = token.encode()
        self._room = BoundedSemaphore(room)

    def intercept_service(
        self, continuation: Callable[[grpc.HandlerCallDetails], Method | None], call: grpc.HandlerCallDetails
    ) -> Method | None:
        """Wrap the handler of a call, whatever its kind."""
        handler = continuation(call)
        if handler is None:
            return None
        known = call.method in OPEN or self._is_known(call)
        return _wrapped(handler, _Passage(call.method, known, self._room))

    def _is_known(self, call: grpc.HandlerCallDetails) -> bool:
        shown = [value for key, value in call.invocation_metadata or () if key == "authorization"]
        if len(shown) != 1 or not isinstance(shown[0], str) or not shown[0].startswith(_SCHEME):
            return False
        return hmac.compare_digest(shown[0].removeprefix(_SCHEME).encode(), self._token)


class _Passage:
    """One call on its way in and out."""

    def __init__(self, method: str, known: bool, room: BoundedSemaphore) -> None:
        self._method = method
        self._known = known
        self._room = room

    def answer(self, context: grpc.ServicerContext, request: Any, behaviour: Callable[[Any], Any]) -> Any:
        """Run a method that gives one answer."""
        if not self._room.acquire(blocking=False):
            _abort(context, refusal(ErrorReason.OVERLOADED, "too many calls at once: retry in a second"))
        try:
            return self._guarded(context, lambda: behaviour(self._admitted(request)))
        finally:
            self._room.release()

    def stream(
        self, context: grpc.ServicerContext, request: Any, behaviour: Callable[[Any], Iterator[Any]]
    ) -> Iterator[Any]:
        """Run a method that gives a stream of answers."""
        answers = self._guarded(context, lambda: iter(behaviour(self._admitted(request))))
        ended = object()
        while (item := self._guarded(context, lambda: next(answers, ended))) is not ended:
            yield item

    def _admitted(self, request: Any) -> Any:
        if not self._known:
            why = "show the token of the server's token file as metadata `authorization: Bearer TOKEN`"
            raise refusal(ErrorReason.UNAUTHENTICATED, f"no known token: {why}")
        PRINCIPAL.set(LOCAL)
        if hasattr(request, "DESCRIPTOR"):
            require_valid(request)
            return request
        return _each_valid(request)

    def _guarded(self, context: grpc.ServicerContext, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except RelevoError as error:
            _abort(context, error)
        except Exception as error:
            if context.is_active():
                incident = uuid.uuid4().hex[:12]
                _LOG.error("defect %s in %s", incident, self._method, exc_info=error)
                _abort(context, defect(incident))
            raise


def _abort(context: grpc.ServicerContext, error: RelevoError) -> None:
    context.abort_with_status(grpc_status_of(error, detail_bytes(context)))


def require_valid(message: Any) -> None:
    """Let a message pass that keeps the rules written beside its fields.

    Raises:
        RelevoError: INVALID_FIELDS with every field that does not.
    """
    found = protovalidate.collect_violations(message)
    if found:
        faults = [Fault(_path(violation.proto), violation.proto.message) for violation in found]
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise refusal(ErrorReason.INVALID_FIELDS, f"the request was refused: {count}", faults)


def _each_valid(requests: Iterator[Any]) -> Iterator[Any]:
    for request in requests:
        require_valid(request)
        yield request


def _path(violation: Any) -> str:
    parts = []
    for element in violation.field.elements:
        subscript = element.subscript
        index = f"[{subscript.value}]" if subscript is not None else ""
        parts.append(f"{element.field_name}{index}")
    return ".".join(parts)


def _wrapped(handler: Method, passage: _Passage) -> Method:
    """Return the same method, reached through the passage."""
    inner = behaviour_of(handler)

    def one(request: Any, context: grpc.ServicerContext) -> Any:
        return passage.answer(context, request, lambda admitted: inner(admitted, context))

    def many(request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        return passage.stream(context, request, lambda admitted: inner(admitted, context))

    return with_behaviour(handler, many if handler.response_streaming else one)
