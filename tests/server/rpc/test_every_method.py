"""Every method against every promise that it makes, walked over the descriptors: a method without a row fails."""

from typing import Any

import grpc
from google.protobuf import json_format
from google.protobuf.descriptor import MethodDescriptor

from tests.server.rpc.conftest import Running
from tests.server.rpc.method_house import WALKED, call, chosen_id_of, etag_path, has, path_to, put, request_of, those
from tests.server.rpc.method_rows import ROWS
from tests.server.rpc.method_world import Names
from tests.server.rpc.told import told


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


@those(lambda m: path_to(m, "request_id"))
def test_repeated_request_id(house: Running, house_again: Running, names: Names, method: MethodDescriptor) -> None:
    """The same answer, also from a server that began anew; another request under the same id is refused."""
    asked = ROWS[method.name].ask(names)
    put(asked, path_to(method, "request_id"), "once")
    request = request_of(method, asked)
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
