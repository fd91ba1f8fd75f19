"""Looks before the leap, and lists in the order that a caller wants: every write, every list."""

from typing import Any

import grpc
import pytest
from google.protobuf.descriptor import MethodDescriptor

from relevo_server.usecases.orders import FIELDS
from tests.server.rpc.conftest import Running, Unchanged
from tests.server.rpc.method_house import call, etag_path, has, path_to, put, request_of, those
from tests.server.rpc.method_rows import ROWS
from tests.server.rpc.method_world import Names
from tests.server.rpc.test_door import METHODS
from tests.server.rpc.told import told

WRITES = [m for m in METHODS if has(m.input_type, "request_id")]
LISTS = [m for m in METHODS if m.name.startswith("List") and m.containing_service.full_name.startswith("relevo.")]
by_name = {"ids": lambda method: method.name}


def rows_of(method: MethodDescriptor) -> Any:
    return next(field for field in method.output_type.fields if field.is_repeated)


@pytest.mark.parametrize("method", WRITES, **by_name)
def test_every_write_can_be_looked_at_first(method: MethodDescriptor) -> None:
    assert has(method.input_type, "validate_only")


@pytest.mark.parametrize("method", [m for m in WRITES if has(m.input_type, "name")], **by_name)
def test_every_step_of_a_record_takes_the_version_that_was_read(method: MethodDescriptor) -> None:
    assert etag_path(method)


@pytest.mark.parametrize("method", [m for m in WRITES if m.name.startswith("Update")], **by_name)
def test_every_update_takes_a_mask(method: MethodDescriptor) -> None:
    assert has(method.input_type, "update_mask")


@pytest.mark.parametrize("method", LISTS, **by_name)
def test_every_list_takes_pages_a_filter_and_an_order(method: MethodDescriptor) -> None:
    assert not {"page_size", "page_token", "filter", "order_by"} - set(method.input_type.fields_by_name)
    assert has(method.output_type, "next_page_token")


@those(lambda m: path_to(m, "validate_only"))
def test_a_look_answers_and_changes_nothing(unchanged: Unchanged, names: Names, method: MethodDescriptor) -> None:
    before = unchanged.content()
    said = ROWS[method.name].ask(names)
    put(said, path_to(method, "validate_only"), True)
    looked = call(unchanged.running, method, request_of(method, said))
    assert looked.ListFields()
    assert unchanged.content() == before


@those(lambda m: path_to(m, "validate_only"))
def test_a_look_is_no_answer_to_a_request_id(house: Running, names: Names, method: MethodDescriptor) -> None:
    """What was only looked at can still be done, under the same id."""
    said = ROWS[method.name].ask(names)
    put(said, path_to(method, "request_id"), "once")
    put(said, path_to(method, "validate_only"), True)
    looked = call(house, method, request_of(method, said))
    put(said, path_to(method, "validate_only"), False)
    done = call(house, method, request_of(method, said))
    assert type(done) is type(looked)
    assert call(house, method, request_of(method, said)) == done


def order_fields(method: MethodDescriptor) -> list[str]:
    """Fields by which the list's comment says that it can be ordered, as the code knows them."""
    wire = {field.name for field in rows_of(method).message_type.fields}
    return sorted({name for fields in FIELDS.values() for name in fields} & wire)


@those(lambda m: has(m.input_type, "order_by"))
def test_a_list_comes_in_the_order_that_is_asked_for(
    unchanged: Unchanged, names: Names, method: MethodDescriptor
) -> None:
    def page(**more: Any) -> Any:
        return call(unchanged.running, method, request_of(method, {**ROWS[method.name].ask(names), **more}))

    rows = rows_of(method).name
    usual = [row.SerializeToString(deterministic=True) for row in getattr(page(), rows)]
    accepted = 0
    for name in order_fields(method):
        try:
            rising, falling = (list(getattr(page(order_by=text), rows)) for text in (name, f"{name} desc"))
        except grpc.RpcError:
            continue
        accepted += 1
        for found in (rising, falling):
            assert sorted(row.SerializeToString(deterministic=True) for row in found) == sorted(usual)
        told_values = [[value_of(row, name) for row in found] for found in (rising, falling)]
        assert told_values == [sorted(told_values[0]), sorted(told_values[1], reverse=True)]
        walked, token = list[Any](), ""
        while not walked or token:
            part = page(order_by=f"{name} desc", page_size=1, page_token=token)
            walked, token = walked + list(getattr(part, rows)), part.next_page_token
        assert walked == falling
    assert accepted


def value_of(row: Any, name: str) -> Any:
    value = getattr(row, name)
    if hasattr(value, "nanos"):
        return value.seconds, value.nanos
    return (value.year, value.month, value.day) if hasattr(value, "year") else value


@those(lambda m: has(m.input_type, "order_by"))
@pytest.mark.parametrize("text", ["nothing", "name down", "name; DROP", ",", "NAME"])
def test_an_unknown_order_is_refused(unchanged: Unchanged, names: Names, method: MethodDescriptor, text: str) -> None:
    asked = request_of(method, {**ROWS[method.name].ask(names), "order_by": text})
    found = told(lambda: call(unchanged.running, method, asked))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS")
    assert set(found.fields) == {"order_by"}


@those(lambda m: has(m.input_type, "filter"))
def test_an_unknown_filter_is_refused(unchanged: Unchanged, names: Names, method: MethodDescriptor) -> None:
    asked = request_of(method, {**ROWS[method.name].ask(names), "filter": 'nothing = "x"'})
    found = told(lambda: call(unchanged.running, method, asked))
    assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS")
    assert set(found.fields) == {"filter"}


@those(lambda m: has(m.input_type, "order_by"))
def test_a_token_belongs_to_its_order(unchanged: Unchanged, names: Names, method: MethodDescriptor) -> None:
    """Each list has at least one field to be ordered by; a token of one direction is none of the other."""
    ask = ROWS[method.name].ask(names)
    tried = 0
    for name in order_fields(method):
        try:
            down: Any = call(
                unchanged.running, method, request_of(method, {**ask, "page_size": 1, "order_by": f"{name} desc"})
            )
        except grpc.RpcError:
            continue
        tried += 1
        up = request_of(method, {**ask, "page_token": down.next_page_token, "order_by": name})
        assert told(lambda up=up: call(unchanged.running, method, up)).reason == "PAGE_TOKEN_INVALID"
    assert tried
