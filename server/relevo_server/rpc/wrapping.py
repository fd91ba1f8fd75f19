"""A method with its behaviour replaced, whatever of the four kinds it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import grpc

Method: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"
Behaviour: TypeAlias = Callable[[Any, grpc.ServicerContext], Any]
Continuation: TypeAlias = "Callable[[grpc.HandlerCallDetails], Method | None]"

# gRPC reads the pool off the function that it calls: a wrapper without the mark would send streams to the threads of
# the short calls.
_POOL_MARK = "experimental_thread_pool"


def behaviour_of(method: Method) -> Behaviour:
    """Return the function that answers the method's calls."""
    found: Behaviour | None
    if method.request_streaming:
        found = method.stream_stream if method.response_streaming else method.stream_unary
    else:
        found = method.unary_stream if method.response_streaming else method.unary_unary
    assert found is not None
    return found


def with_behaviour(method: Method, behaviour: Behaviour) -> Method:
    """Return the same method answered by ``behaviour``, on the same threads."""
    return on_pool(_rebuilt(method, behaviour), getattr(behaviour_of(method), _POOL_MARK, None))


def on_pool(method: Method, pool: ThreadPoolExecutor | None) -> Method:
    """Return the same method answered on the threads of ``pool``; None leaves it where it is."""
    if pool is None:
        return method
    inner = behaviour_of(method)

    def behaviour(request: Any, context: grpc.ServicerContext) -> Any:
        return inner(request, context)

    setattr(behaviour, _POOL_MARK, pool)
    return _rebuilt(method, behaviour)


def _rebuilt(method: Method, behaviour: Behaviour) -> Method:
    build: Callable[..., Method]
    if method.request_streaming:
        build = (
            grpc.stream_stream_rpc_method_handler if method.response_streaming else grpc.stream_unary_rpc_method_handler
        )
    else:
        build = (
            grpc.unary_stream_rpc_method_handler if method.response_streaming else grpc.unary_unary_rpc_method_handler
        )
    return build(
        behaviour,
        request_deserializer=method.request_deserializer,
        response_serializer=method.response_serializer,
    )
