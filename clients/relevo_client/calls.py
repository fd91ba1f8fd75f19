"""How every call is made: with a deadline, the caller's token, one request id per logical call, and one error type."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import grpc
from google.protobuf.message import Message

from relevo_client.channel import TAKES_LONG_ERRORS
from relevo_client.errors import RelevoError
from relevo_client.showing import showing

Request = TypeVar("Request", bound=Message)
Answer = TypeVar("Answer", bound=Message)

UPLOAD_DEADLINE_SECONDS = 900.0
STREAM_SECONDS = 60.0
"""A watch is asked for anew after so long, so that one whose server is gone without a word is noticed."""
BROKEN = frozenset({"UNAVAILABLE", "DEADLINE_EXCEEDED"})
"""How a stream ends that is taken up again behind the last answer."""


def _fresh_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Calls:
    """What all services share.

    Attributes:
        channel: the connection.
        token: bearer token; empty: none is shown.
        deadline_seconds: of every call but an upload.
        fresh_id: gives a request id that no other call has.
    """

    channel: grpc.Channel
    token: str
    deadline_seconds: float = 60.0
    fresh_id: Callable[[], str] = _fresh_id

    def unary(self, method: grpc.UnaryUnaryMultiCallable[Request, Answer], request: Request) -> Answer:
        """Call a method.

        A write that has no request id yet is given one; what gRPC repeats on its own carries the same one.

        Raises:
            RelevoError: whatever the server or the network refuses.
        """
        if "request_id" in request.DESCRIPTOR.fields_by_name and not getattr(request, "request_id", ""):
            setattr(request, "request_id", self.fresh_id())  # noqa: B010 - the field is known by name alone
        try:
            return method(request, timeout=self.deadline_seconds, metadata=self._metadata())
        except grpc.RpcError as error:
            raise RelevoError.from_call(error) from error

    def stream(
        self,
        method: grpc.UnaryStreamMultiCallable[Request, Answer],
        request: Request,
        deadline_seconds: float | None = None,
    ) -> Iterator[Answer]:
        """Yield the answers of a stream.

        Args:
            method: what is called.
            request: what is asked.
            deadline_seconds: after so long the stream ends as DEADLINE_EXCEEDED, whatever has become of the server;
                None: it lasts as long as it takes.

        Raises:
            RelevoError: whatever the server or the network refuses.
        """
        answers = method(request, timeout=deadline_seconds, metadata=self._metadata())
        try:
            yield from answers
        except grpc.RpcError as error:
            raise RelevoError.from_call(error) from error
        finally:
            answers.cancel()  # type: ignore[no-untyped-call]

    def upload(self, method: grpc.StreamUnaryMultiCallable[Request, Answer], parts: Iterable[Request]) -> Answer:
        """Send a stream of parts and return the one answer.

        Raises:
            RelevoError: whatever the server or the network refuses.
        """
        try:
            return method(iter(parts), timeout=UPLOAD_DEADLINE_SECONDS, metadata=self._metadata())
        except grpc.RpcError as error:
            raise RelevoError.from_call(error) from error

    @property
    def open_channel(self) -> grpc.Channel:
        """The connection for stubs of others: every call on it shows the token."""
        return showing(self.channel, self._metadata())

    def begin(self, method: grpc.UnaryUnaryMultiCallable[Request, Answer], request: Request) -> grpc.CallFuture[Answer]:
        """Begin a call that takes as long as an upload; what it raises is read with `RelevoError.from_call`."""
        return method.future(request, timeout=UPLOAD_DEADLINE_SECONDS, metadata=self._metadata())

    def _metadata(self) -> tuple[tuple[str, str], ...]:
        shown = (("authorization", f"Bearer {self.token}"),) if self.token else ()
        return (*shown, TAKES_LONG_ERRORS)
