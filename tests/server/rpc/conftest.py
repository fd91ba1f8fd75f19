"""A server on a free port of this machine, over records of the test's own; nothing is solved."""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import grpc
import pytest

from relevo_planner.near_change import ChangeKind, NearestChanges
from relevo_planner.plan import Plan
from relevo_server.domain.operation import Operation
from relevo_server.rpc.serving import make_server
from relevo_server.rpc.threads import Threads
from relevo_server.storage import SqlRecords, open_engine
from relevo_server.storage.upload_folder import UploadFolder
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.trying import Begun
from tests.server.rpc.method_world import Names, fill
from tests.server.world import CountingIds, StandingClock

TOKEN = "correct horse battery staple"
FIRST_FREE_ID = 1_000


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

    def explain_now(self, begun: Begun, caller: object) -> NearestChanges:
        """Verifies nothing."""
        return NearestChanges((), open_kinds=(ChangeKind.TEAMS,))


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


@dataclass(frozen=True)
class Unchanged:
    """A server on records that must stay as they are."""

    running: Running
    path: Path

    def content(self) -> list[str]:
        """Everything that the records hold, as SQL."""
        with closing(sqlite3.connect(self.path)) as connection:
            return list(connection.iterdump())


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


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Names]:
    path = tmp_path_factory.mktemp("every") / "relevo.db"
    names = fill(path)
    with open_engine(path).connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path, names


@pytest.fixture
def names(filled: tuple[Path, Names]) -> Names:
    return filled[1]


@pytest.fixture
def copy(filled: tuple[Path, Names], tmp_path: Path) -> Path:
    return Path(shutil.copy(filled[0], tmp_path / "relevo.db"))


def served(path: Path) -> Iterator[Running]:
    """A server that begins anew on the records of a file."""
    records, uploads = SqlRecords(open_engine(path)), UploadFolder(path.parent / "uploads")
    ports = Ports(records, StandingClock(), CountingIds(count(FIRST_FREE_ID)), "test", uploads=uploads)
    threads, queue = Threads.usual(), EmptyQueue()
    server = make_server(ports, queue, TOKEN, threads)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        with grpc.insecure_channel(address) as channel:
            yield Running(address, channel, threads, queue, ports)
    finally:
        server.stop(None).wait()
        threads.close()


@pytest.fixture
def house(copy: Path) -> Iterator[Running]:
    yield from served(copy)


@pytest.fixture
def house_again(copy: Path) -> Iterator[Running]:
    yield from served(copy)


@pytest.fixture(scope="module")
def worn(filled: tuple[Path, Names], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for tests that look at the answer alone, whatever others have done to its records: one for all."""
    yield from served(Path(shutil.copy(filled[0], tmp_path_factory.mktemp("worn") / "relevo.db")))


@pytest.fixture(scope="module")
def unchanged(filled: tuple[Path, Names], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unchanged]:
    """A server for tests that change nothing: one for all of them."""
    path = Path(shutil.copy(filled[0], tmp_path_factory.mktemp("unchanged") / "relevo.db"))
    for running in served(path):
        yield Unchanged(running, path)
