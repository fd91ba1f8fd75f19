"""A server on a free port of this machine, over records of the test's own; nothing is solved."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import grpc
import pytest

from relevo_planner.plan import Plan
from relevo_server.domain.operation import Operation
from relevo_server.rpc.serving import make_server
from relevo_server.rpc.threads import Threads
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.trying import Begun

TOKEN = "correct horse battery staple"


class EmptyQueue:
    """Nobody solves; a wait is over at once, and how long it might have taken is kept."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._changed = threading.Condition()
        self._changes = 0

    def wake(self) -> None:
        with self._changed:
            self._changes += 1
            self._changed.notify_all()

    def wait(self, read: Callable[[], Operation], seconds: float) -> Operation:
        self.waits.append(seconds)
        return read()

    def changes(self, seen: int, seconds: float) -> int:
        with self._changed:
            self._changed.wait_for(lambda: self._changes != seen, seconds)
            return self._changes

    @property
    def is_open(self) -> bool:
        return True

    def solve_now(self, begun: Begun, caller: object) -> tuple[Plan, tuple[tuple[str, str], ...]]:
        """Answers with the plan at hand, whatever was changed."""
        return begun.base.plan, ()


@dataclass(frozen=True)
class Running:
    """A server at work."""

    address: str
    channel: grpc.Channel
    threads: Threads
    queue: EmptyQueue
    ports: Ports

    @property
    def known(self) -> tuple[tuple[str, str], ...]:
        """What a known caller shows."""
        return (("authorization", f"Bearer {TOKEN}"),)


@pytest.fixture
def threads() -> Threads:
    return Threads.usual()


@pytest.fixture
def running(ports: Ports, threads: Threads) -> Iterator[Running]:
    queue = EmptyQueue()
    server = make_server(ports, queue, TOKEN, threads)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    options = [("grpc.max_metadata_size", 4 << 20)]
    with grpc.insecure_channel(address, options) as channel:
        yield Running(address, channel, threads, queue, ports)
    server.stop(None).wait()
    threads.close()
