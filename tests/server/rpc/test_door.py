"""Nobody comes in without a token, whatever the method; a full house refuses at once; nothing ends in UNKNOWN."""

import threading
from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from google.longrunning import operations_pb2
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message_factory import GetMessageClass
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from relevo.v1 import force_service_pb2, force_service_pb2_grpc, meeting_service_pb2, meeting_service_pb2_grpc, pool_pb2
from relevo_server.rpc import records
from relevo_server.rpc.interceptor import OPEN, PUBLIC
from relevo_server.rpc.serving import MOST_MESSAGE_BYTES, SERVICES
from relevo_server.rpc.threads import CountedPool, Threads
from tests.server.rpc.conftest import TOKEN, Running
from tests.server.rpc.told import read, told


def methods() -> list[MethodDescriptor]:
    pool = descriptor_pool.Default()
    names = (*SERVICES, "grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection")
    return [method for name in names for method in pool.FindServiceByName(name).methods]


METHODS = methods()
WRITES = [m for m in METHODS if "request_id" in m.input_type.fields_by_name]


def path_of(method: MethodDescriptor) -> str:
    return f"/{method.containing_service.full_name}/{method.name}"


def invoke(running: Running, method: MethodDescriptor, request: Any = None, metadata: Any = None) -> Any:
    """Call any method by its descriptor; streams take one request or several, and give their first answer."""
    kind = (method.client_streaming, method.server_streaming)
    open_call = {
        (False, False): running.channel.unary_unary,
        (False, True): running.channel.unary_stream,
        (True, False): running.channel.stream_unary,
        (True, True): running.channel.stream_stream,
    }[kind]
    stub: Any = open_call(
        path_of(method),
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=GetMessageClass(method.output_type).FromString,
    )
    message = GetMessageClass(method.input_type)() if request is None else request
    stream = message if isinstance(message, list) else [message]
    answer = stub(iter(stream) if method.client_streaming else message, metadata=metadata, timeout=20)
    return next(answer) if method.server_streaming else answer


def test_the_walk_sees_every_service() -> None:
    assert len(METHODS) > 40
    assert len(WRITES) > 10


@pytest.mark.parametrize("method", [m for m in METHODS if path_of(m) not in OPEN | PUBLIC], ids=path_of)
@pytest.mark.parametrize(
    "shown",
    [
        (),
        (("authorization", "Bearer wrong"),),
        (("authorization", TOKEN),),
        (("authorization", f"Basic {TOKEN}"),),
        (("authorization", f"Bearer {TOKEN}"), ("authorization", f"Bearer {TOKEN}")),
        (("authorization-bin", f"Bearer {TOKEN}".encode()),),
    ],
    ids=["nothing", "another", "bare", "basic", "twice", "binary"],
)
def test_no_method_runs_without_the_token(worn: Running, method: MethodDescriptor, shown: Any) -> None:
    found = told(lambda: invoke(worn, method, metadata=shown))
    assert found.code is grpc.StatusCode.UNAUTHENTICATED
    assert (found.reason, found.domain) == ("UNAUTHENTICATED", "relevo")
    assert TOKEN not in found.message


def test_an_unknown_method_is_told_to_known_callers_only(running: Running) -> None:
    stub: Any = running.channel.unary_unary("/relevo.v1.NoService/Nothing")
    assert told(lambda: stub(b"", timeout=20)).code is grpc.StatusCode.UNAUTHENTICATED
    assert told(lambda: stub(b"", metadata=running.known, timeout=20)).code is grpc.StatusCode.UNIMPLEMENTED


@pytest.mark.parametrize("method", METHODS, ids=path_of)
def test_an_empty_request_never_ends_in_unknown_or_a_defect(worn: Running, method: MethodDescriptor) -> None:
    found = None
    try:
        invoke(worn, method, metadata=worn.known)
    except grpc.RpcError as error:
        found = read(error)
    assert found is None or found.code not in (grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL)


@pytest.mark.parametrize("method", WRITES, ids=path_of)
def test_no_write_forgets_what_was_found_at_the_door(worn: Running, method: MethodDescriptor) -> None:
    request = GetMessageClass(method.input_type)(request_id="x" * 65)
    found = told(lambda: invoke(worn, method, request, worn.known))
    assert found.code is grpc.StatusCode.INVALID_ARGUMENT
    assert "request_id" in found.fields


def test_every_fault_is_told_at_once(running: Running) -> None:
    request = force_service_pb2.CreatePoolRequest(
        pool=pool_pb2.Pool(teams=-1, reach_km=5.0), pool_id="Not an id", request_id="x" * 65
    )
    request.pool.available_from.year = 2025
    stub = force_service_pb2_grpc.ForceServiceStub(running.channel)
    found = told(lambda: stub.CreatePool(request, metadata=running.known))
    assert found.reason == "INVALID_FIELDS"
    assert {
        "request_id",
        "pool_id",
        "pool.agency",
        "pool.capability",
        "pool.teams",
        "pool.base_point",
        "pool.available_from",
    } <= set(found.fields)
    assert not stub.ListPools(force_service_pb2.ListPoolsRequest(), metadata=running.known).pools


def test_a_read_with_a_bad_name_is_refused_in_words(running: Running) -> None:
    stub = meeting_service_pb2_grpc.MeetingServiceStub(running.channel)
    found = told(lambda: stub.GetMeeting(meeting_service_pb2.GetMeetingRequest(name="m 1"), metadata=running.known))
    assert found.code is grpc.StatusCode.INVALID_ARGUMENT
    assert "'m 1' is not of the form" in found.fields["name"]


def test_what_is_not_served_is_unimplemented(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    def unwritten(*_: Any) -> Any:
        raise NotImplementedError

    monkeypatch.setattr(records.force, "list_pools", unwritten)
    stub = force_service_pb2_grpc.ForceServiceStub(running.channel)
    found = told(lambda: stub.ListPools(force_service_pb2.ListPoolsRequest(), metadata=running.known))
    assert found.code is grpc.StatusCode.UNIMPLEMENTED


def test_a_missing_record_is_not_found(running: Running) -> None:
    stub = meeting_service_pb2_grpc.MeetingServiceStub(running.channel)
    request = meeting_service_pb2.GetMeetingRequest(name="meetings/none")
    found = told(lambda: stub.GetMeeting(request, metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.NOT_FOUND, "NOT_FOUND")
    assert found.resources == ["meetings/none"]


def test_a_defect_tells_an_incident_and_the_log_tells_the_rest(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr(records.force, "list_pools", broken)
    stub = force_service_pb2_grpc.ForceServiceStub(running.channel)
    found = told(lambda: stub.ListPools(force_service_pb2.ListPoolsRequest(), metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.INTERNAL, "DEFECT")
    assert "secret" not in found.message
    assert found.metadata["incident"] in caplog.text
    assert "secret of the house" in caplog.text


def test_a_message_over_the_limit_is_refused(running: Running) -> None:
    stub = meeting_service_pb2_grpc.MeetingServiceStub(running.channel)
    request = meeting_service_pb2.ListMeetingsRequest(page_token="x" * (MOST_MESSAGE_BYTES + 1))
    assert told(lambda: stub.ListMeetings(request, metadata=running.known)).code is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_health_is_open(running: Running) -> None:
    stub = health_pb2_grpc.HealthStub(running.channel)
    for service in ("", *SERVICES):
        answer = stub.Check(health_pb2.HealthCheckRequest(service=service), timeout=20)
        assert answer.status == health_pb2.HealthCheckResponse.SERVING


def test_reflection_names_every_service(running: Running) -> None:
    stub = reflection_pb2_grpc.ServerReflectionStub(running.channel)
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    (answer,) = stub.ServerReflectionInfo(iter([request]), metadata=running.known, timeout=20)
    assert set(SERVICES) <= {service.name for service in answer.list_services_response.service}


def test_reflection_gives_every_file_that_a_service_needs(running: Running) -> None:
    stub = reflection_pb2_grpc.ServerReflectionStub(running.channel)
    for service in SERVICES:
        request = reflection_pb2.ServerReflectionRequest(file_containing_symbol=service)
        (answer,) = stub.ServerReflectionInfo(iter([request]), metadata=running.known, timeout=20)
        assert answer.file_descriptor_response.file_descriptor_proto


class Blocked:
    """Holds calls until it is let go."""

    def __init__(self) -> None:
        self.entered = threading.Semaphore(0)
        self.let_go = threading.Event()

    def __call__(self, *_: Any) -> Any:
        self.entered.release()
        assert self.let_go.wait(20)
        raise ZeroDivisionError


@pytest.fixture
def blocked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Blocked]:
    found = Blocked()
    monkeypatch.setattr(records.force, "list_pools", found)
    yield found
    found.let_go.set()


class TestSmallHouse:
    """One thread for short calls and room for one more."""

    @pytest.fixture
    def threads(self) -> Threads:
        return Threads(
            *(CountedPool(1, 2, "short"), CountedPool(1, 1, "long"), CountedPool(1, 1, "watch")),
            *(CountedPool(1, 1, "feed"), CountedPool(1, 64, "door")),
        )

    def test_a_full_house_refuses_at_once_and_stays_healthy(self, running: Running, blocked: Blocked) -> None:
        pools = force_service_pb2_grpc.ForceServiceStub(running.channel)
        request = force_service_pb2.ListPoolsRequest()
        held: list[Any] = [pools.ListPools.future(request, metadata=running.known, timeout=20)]
        assert blocked.entered.acquire(timeout=20)
        held.append(pools.ListPools.future(request, metadata=running.known, timeout=20))
        while not running.threads.short.is_full:
            pass
        found = told(lambda: pools.ListPools(request, metadata=running.known, timeout=20))
        assert (found.code, found.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "OVERLOADED")
        assert found.retry_seconds == 1
        health_pb2_grpc.HealthStub(running.channel).Check(health_pb2.HealthCheckRequest(), timeout=20)
        blocked.let_go.set()
        for call in held:
            assert read(call.exception()).reason == "DEFECT"
        while running.threads.short.is_full:
            pass
        assert read(pools.ListPools.future(request, metadata=running.known).exception()).reason == "DEFECT"

    def test_streams_and_waits_have_their_own_threads(self, running: Running, blocked: Blocked) -> None:
        pools = force_service_pb2_grpc.ForceServiceStub(running.channel)
        held = pools.ListPools.future(force_service_pb2.ListPoolsRequest(), metadata=running.known, timeout=20)
        assert blocked.entered.acquire(timeout=20)
        reflected = reflection_pb2_grpc.ServerReflectionStub(running.channel)
        request = reflection_pb2.ServerReflectionRequest(list_services="")
        assert list(reflected.ServerReflectionInfo(iter([request]), metadata=running.known, timeout=20))
        wait = next(m for m in METHODS if m.name == "WaitOperation")
        asked = operations_pb2.WaitOperationRequest(name="operations/none")
        assert told(lambda: invoke(running, wait, asked, running.known)).code is grpc.StatusCode.NOT_FOUND
        blocked.let_go.set()
        assert held.exception() is not None
