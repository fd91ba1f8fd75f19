"""What gRPC may repeat, and who is called without TLS."""

import itertools

import grpc
import pytest

import relevo_client
from relevo.v1.geography_pb2 import FusionCentre, Region
from relevo_client import RelevoError
from relevo_client.channel import RETRIED_SERVICES, is_local
from tests.clients.fake_server import SERVICES, FakeServer, Refused

READS = ("Get", "List", "Explain", "Export", "Verify", "Watch")
HARMLESS_TWICE = {
    "AssessRobustness",
    "CancelOperation",
    "CheckLocalEffort",
    "CompareCapacityReport",
    "ComparePlans",
    "CompareRankings",
    "DeleteOperation",
    "ReplayRanking",
    "SummarizeCommitments",
    "SummarizeStays",
    "WaitOperation",
}


@pytest.mark.parametrize("address", ["127.0.0.1:1", "localhost:1", "[::1]:1", "unix:/run/relevo.sock"])
def test_this_machine_is_local(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize("address", ["10.0.0.4:1", "plans.example:443", "[2001:db8::1]:1", "0.0.0.0:1"])
def test_other_machines_are_not(address: str) -> None:
    assert not is_local(address)


def test_gRPC_repeats_only_what_is_safe_to_repeat() -> None:  # noqa: N802
    for descriptors, _, name in SERVICES:
        service = descriptors.DESCRIPTOR.services_by_name[name]
        safe = all(
            method.name.startswith(READS)
            or method.name in HARMLESS_TWICE
            or ("request_id" in method.input_type.fields_by_name and not method.client_streaming)
            for method in service.methods
        )
        assert safe == (service.full_name in RETRIED_SERVICES), service.full_name


def test_a_repeated_write_carries_the_same_request_id(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    outcomes = itertools.chain([Refused(grpc.StatusCode.UNAVAILABLE, "restarting")] * 2, itertools.repeat(None))

    def answer(_: object) -> Region:
        outcome = next(outcomes)
        if outcome is not None:
            raise outcome
        return Region(name="regions/centro")

    fake.answers["SetFusionCentre"] = answer
    assert relevo.geography.set_fusion_centre("centro", FusionCentre()).name == "regions/centro"
    ids = [request.request_id for request in fake.requests("SetFusionCentre")]
    assert len(ids) == 3
    assert len(set(ids)) == 1


def test_a_server_that_stays_away_is_an_error_that_says_so(fake: FakeServer, relevo: relevo_client.Relevo) -> None:
    def answer(_: object) -> Region:
        raise Refused(grpc.StatusCode.UNAVAILABLE, "restarting")

    fake.answers["GetRegion"] = answer
    with pytest.raises(RelevoError, match="UNAVAILABLE: restarting") as refused:
        relevo.geography.region("centro")
    assert "relevo serve" in refused.value.todo
