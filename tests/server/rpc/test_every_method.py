"""Every method against every promise that it makes, walked over the descriptors: a method without a row fails."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from relevo_server.rpc.serving import make_server
from relevo_server.rpc.threads import Threads
from relevo_server.storage import SqlRecords, open_engine
from relevo_server.usecases.ports import Ports
from tests.server.rpc.conftest import TOKEN, EmptyQueue, Running
from tests.server.rpc.method_row import Json
from tests.server.rpc.method_rows import ROWS
from tests.server.rpc.method_world import Names, fill
from tests.server.rpc.test_door import METHODS, invoke
from tests.server.rpc.told import told
from tests.server.world import CountingIds, StandingClock

# Their questions need a solver or their requests are streams; tests of their own walk them.
ELSEWHERE = {"relevo.v1.PlanningService", "relevo.v1.IntakeService", "google.longrunning.Operations"}
WALKED = {
    method.name: method
    for method in METHODS
    if (service := method.containing_service.full_name).startswith("relevo.") and service not in ELSEWHERE
}
KNOWN = (("authorization", f"Bearer {TOKEN}"),)
FIRST_FREE_ID = 1_000


def has(descriptor: Descriptor, field: str) -> bool:
    return field in descriptor.fields_by_name


def etag_path(method: MethodDescriptor) -> str:
    """Where a request says which version was read; empty: nowhere."""
    if has(method.input_type, "etag"):
        return "etag"
    if not method.name.startswith(("Update", "Set")):
        return ""
    resource = next((f for f in method.input_type.fields if f.message_type and has(f.message_type, "etag")), None)
    return f"{resource.name}.etag" if resource else ""


def chosen_id_of(method: MethodDescriptor) -> str:
    ids = [field.name for field in method.input_type.fields if field.name.endswith("_id")]
    return next(name for name in ids if name != "request_id")


def those(condition: Any) -> Any:
    return pytest.mark.parametrize("method", [m for m in WALKED.values() if condition(m)], ids=lambda m: m.name)


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
    ports = Ports(SqlRecords(open_engine(path)), StandingClock(), CountingIds(count(FIRST_FREE_ID)), "test")
    threads, queue = Threads.usual(), EmptyQueue()
    server = make_server(ports, queue, TOKEN, threads)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    with grpc.insecure_channel(address) as channel:
        yield Running(address, channel, threads, queue, ports)
    server.stop(None).wait()
    threads.close()


@pytest.fixture
def house(copy: Path) -> Iterator[Running]:
    yield from served(copy)


@pytest.fixture
def house_again(copy: Path) -> Iterator[Running]:
    yield from served(copy)


def request_of(method: MethodDescriptor, said: Json) -> Message:
    return json_format.ParseDict(said, GetMessageClass(method.input_type)())


def call(house: Running, method: MethodDescriptor, request: Message) -> Message:
    answer: Message = invoke(house, method, request, KNOWN)
    return answer


def put(said: Json, path: str, value: Any) -> None:
    """Set a field by its path; a list's first entry is meant."""
    at: Any = said
    *parents, last = path.split(".")
    for parent in parents:
        at = at.setdefault(parent, {})
        at = at[0] if isinstance(at, list) else at
    at[last] = [value] if isinstance(at.get(last), list) else value


def test_every_method_has_a_row() -> None:
    assert set(ROWS) == set(WALKED)


@those(lambda _: True)
def test_happy_path(house: Running, names: Names, method: MethodDescriptor) -> None:
    call(house, method, request_of(method, ROWS[method.name].ask(names)))


@those(lambda m: not ROWS[m.name].needs_nothing)
def test_missing_field(house: Running, method: MethodDescriptor) -> None:
    found = told(lambda: call(house, method, request_of(method, {})))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS")
    assert found.fields


@those(lambda m: ROWS[m.name].unknown or has(m.input_type, "name") or has(m.input_type, "parent"))
def test_unknown_name(house: Running, names: Names, method: MethodDescriptor) -> None:
    row = ROWS[method.name]
    assert row.unknown or row.ask(names)["parent"].endswith("/-")
    for path, name in row.unknown.items():
        said = row.ask(names)
        put(said, path, name)
        found = told(lambda said=said: call(house, method, request_of(method, said)))
        assert (found.code, found.reason) == (grpc.StatusCode.NOT_FOUND, "NOT_FOUND"), path


@those(etag_path)
def test_stale_etag(house: Running, names: Names, method: MethodDescriptor) -> None:
    said = ROWS[method.name].ask(names)
    put(said, etag_path(method), "0")
    found = told(lambda: call(house, method, request_of(method, said)))
    assert (found.code, found.reason) == (grpc.StatusCode.ABORTED, "STALE_ETAG")


@those(lambda m: has(m.input_type, "request_id"))
def test_repeated_request_id(house: Running, house_again: Running, names: Names, method: MethodDescriptor) -> None:
    """The same answer, also from a server that began anew; another request under the same id is refused."""
    request = request_of(method, {**ROWS[method.name].ask(names), "request_id": "once"})
    first = call(house, method, request)
    assert call(house, method, request) == first
    assert call(house_again, method, request) == first
    said = json_format.MessageToDict(request, preserving_proto_field_name=True)
    put(said, ROWS[method.name].free_text or etag_path(method) or chosen_id_of(method), "other")
    found = told(lambda: call(house, method, request_of(method, said)))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED")


@those(lambda m: has(m.input_type, "page_token"))
def test_page_across_inserts(house: Running, names: Names, method: MethodDescriptor) -> None:
    """What was there when the walk began is told once, whatever is added meanwhile."""
    row = ROWS[method.name]
    rows = next(field.name for field in method.output_type.fields if field.is_repeated)

    def page(**more: Any) -> Any:
        return call(house, method, request_of(method, {**row.ask(names), **more}))

    before = [item.SerializeToString(deterministic=True) for item in getattr(page(), rows)]
    assert len(before) > 1
    first = page(page_size=1)
    walked, token = list(getattr(first, rows)), first.next_page_token
    assert token
    if row.more:
        add, ask = row.more
        call(house, WALKED[add], request_of(WALKED[add], ask(names)))
    while token:
        further = page(page_size=1, page_token=token)
        walked, token = walked + list(getattr(further, rows)), further.next_page_token
    seen = [item.SerializeToString(deterministic=True) for item in walked]
    assert len(seen) == len(set(seen))
    assert set(before) <= set(seen)
