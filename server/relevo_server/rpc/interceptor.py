"""What every call passes: identity, room, rules of the message, and one way in which anything ends badly.

Denied by default: a method runs only with a known token, save those named in ``OPEN`` and ``PUBLIC``.
"""

from __future__ import annotations

import hmac
import logging
import uuid
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import grpc

from relevo_server.domain.errors import ErrorReason, RelevoError, refusal
from relevo_server.domain.principal import ANYBODY, LOCAL, Principal
from relevo_server.rpc.caller import PRINCIPAL, detail_bytes
from relevo_server.rpc.errors import defect, grpc_status_of
from relevo_server.rpc.refusing import refusing
from relevo_server.rpc.requests import admitted
from relevo_server.rpc.threads import CountedPool, Threads
from relevo_server.rpc.wrapping import Continuation, Method, behaviour_of, on_pool, with_behaviour

OPEN = frozenset({"/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/List"})
"""Methods that need no token: whether the server is up is no secret on this machine."""
PUBLIC = frozenset(
    f"/relevo.v1.TransparencyService/{method}"
    for method in (
        "ListPublishedRankings",
        "ListPublishedRankingMunicipalities",
        "ListHeldMeetings",
        "SummarizeCommitments",
        "SummarizeStays",
        "ListObservations",
        "GetObservation",
    )
)
"""Methods that anybody may call, with or without a token; the answer is the same for all."""
WAITING = frozenset(
    {
        "/google.longrunning.Operations/WaitOperation",
        "/relevo.v1.PlanningService/TryPlan",
        "/relevo.v1.PlanningService/ExplainPool",
        "/relevo.v1.PlanningService/ExplainUnserved",
    }
)
"""Methods that wait although they give one answer."""
WATCHING = frozenset({"/relevo.v1.PlanningService/WatchPlan"})
"""Streams that last as long as somebody looks."""
FOLLOWING = frozenset({"/relevo.v1.AuditService/WatchEvents"})
"""Streams that last as long as another system is up."""
IMPORTING = frozenset(f"/relevo.v1.IntakeService/{method}" for method in ("ImportFile", "SendUpload", "ImportUpload"))
"""Calls as slow as a line or as the reading of a file."""
_SCHEME = "bearer "
_LOG = logging.getLogger(__name__)


class Door(grpc.ServerInterceptor):  # type: ignore[type-arg]
    """Lets calls in.

    Args:
        token: What a caller must show.
        threads: Who answers.
    """

    def __init__(self, token: str, threads: Threads) -> None:
        self._token = token.encode()
        self._threads = threads

    def intercept_service(self, continuation: Continuation, call: grpc.HandlerCallDetails) -> Method | None:
        """Refuse a call at once, or send it to the threads that answer it. Runs in the one thread that takes calls."""
        is_open = call.method in OPEN
        is_public = call.method in PUBLIC
        if not is_open and not is_public and not self._is_known(call):
            return refusing(_unauthenticated(), self._threads.door)
        method = continuation(call)
        if method is None:
            return None
        if is_open:
            return on_pool(method, self._threads.door)
        pool = self._pool(method, call.method)
        if pool.is_full:
            return refusing(_overloaded(), self._threads.door)
        return on_pool(_guarded(method, call.method, ANYBODY if is_public else LOCAL), pool)

    def _pool(self, method: Method, name: str) -> CountedPool:
        if name in WATCHING:
            return self._threads.watch
        if name in FOLLOWING:
            return self._threads.feed
        if name in IMPORTING:
            return self._threads.upload
        waits = method.request_streaming or method.response_streaming or name in WAITING
        return self._threads.long if waits else self._threads.short

    def _is_known(self, call: grpc.HandlerCallDetails) -> bool:
        shown = [value for key, value in call.invocation_metadata or () if key == "authorization"]
        if len(shown) != 1 or not isinstance(shown[0], str) or not shown[0].lower().startswith(_SCHEME):
            return False
        return hmac.compare_digest(shown[0][len(_SCHEME) :].encode(), self._token)


def _unauthenticated() -> RelevoError:
    why = "show the token of the server's token file as metadata `authorization: Bearer TOKEN`"
    return refusal(ErrorReason.UNAUTHENTICATED, f"no known token: {why}")


def _overloaded() -> RelevoError:
    return refusal(ErrorReason.OVERLOADED, "too many calls at once: retry in a second")


def _guarded(method: Method, name: str, caller: Principal) -> Method:
    """Return the same method for ``caller``, with its requests checked and its failures told."""
    inner = behaviour_of(method)

    def one(request: Any, context: grpc.ServicerContext) -> Any:
        return _attempt(name, context, lambda: inner(_enter(request, caller), context))

    def many(request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        answers = _attempt(name, context, lambda: iter(inner(_enter(request, caller), context)))
        ended = object()
        while (answer := _attempt(name, context, lambda: next(answers, ended))) is not ended:
            yield answer

    return with_behaviour(method, many if method.response_streaming else one)


def _enter(request: Any, caller: Principal) -> Any:
    PRINCIPAL.set(caller)
    return admitted(request)


def _attempt(name: str, context: grpc.ServicerContext, act: Callable[[], Any]) -> Any:
    if not context.is_active():
        # The deadline passed, or the caller went away, while the call waited for its turn.
        context.abort(grpc.StatusCode.CANCELLED, "the caller waits no longer")
    try:
        return act()
    except RelevoError as error:
        _abort(context, error)
    except NotImplementedError:
        context.abort(grpc.StatusCode.UNIMPLEMENTED, f"Relevo does not serve {name}")
    except Exception as error:
        if not context.is_active():  # nobody is left to tell
            raise
        incident = uuid.uuid4().hex[:12]
        _LOG.error("incident %s in %s", incident, name, exc_info=error)
        _abort(context, defect(incident))


def _abort(context: grpc.ServicerContext, error: RelevoError) -> NoReturn:
    context.abort_with_status(grpc_status_of(error, detail_bytes(context)))
    raise AssertionError("unreachable")
