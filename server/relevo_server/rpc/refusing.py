"""Calls that end before a servicer sees them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc

from relevo_server.domain.errors import RelevoError
from relevo_server.rpc.caller import detail_bytes
from relevo_server.rpc.errors import grpc_status_of
from relevo_server.rpc.wrapping import Method, on_pool


def refusing(error: RelevoError, pool: ThreadPoolExecutor | None = None) -> Method:
    """Return a method that refuses at once, without waiting for what the caller sends.

    Args:
        error: Why.
        pool: Threads of its own, for a refusal that must not stand in the queue that it is about.
    """

    def refuse(_requests: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        context.abort_with_status(grpc_status_of(error, detail_bytes(context)))

    return on_pool(grpc.stream_stream_rpc_method_handler(refuse), pool)
