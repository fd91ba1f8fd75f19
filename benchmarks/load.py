"""Unary calls at a steady rate from a process of its own, whatever the server does meanwhile.

Calls begin when it is their turn and not when the last one has ended (an open loop), and their time is taken from the
moment they were due, so that a stalled server is seen in full. Reads commands on standard input, one a line:

    -> {"seconds": 15, "rate": 40, "seed": 3, "plan": "plans/…", "operation": "operations/…"}
    <- {"GetPlan": [0.0123, …], …}          seconds of each call by method
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import grpc
from google.longrunning import operations_pb2, operations_pb2_grpc

from relevo.v1 import (
    deployment_service_pb2,
    deployment_service_pb2_grpc,
    geography_service_pb2,
    geography_service_pb2_grpc,
    meeting_pb2,
    meeting_service_pb2,
    meeting_service_pb2_grpc,
    planning_service_pb2,
    planning_service_pb2_grpc,
)
from relevo_client import connect
from relevo_client.dates import to_wire

SHARES = {
    "GetMunicipality": 25,
    "ListMunicipalities": 10,
    "ListPlans": 15,
    "GetPlan": 5,
    "GetOperation": 20,
    "ListDeployments": 10,
    "CreateMeeting": 15,
}
"""Of all calls, in percent; CreateMeeting writes."""
DEADLINE_SECONDS = 30.0

Begin = Callable[[], Any]


def calls(channel: grpc.Channel, asked: dict[str, Any]) -> dict[str, Begin]:
    """What is called, each as something that begins one call."""
    planning = planning_service_pb2_grpc.PlanningServiceStub(channel)
    geography = geography_service_pb2_grpc.GeographyServiceStub(channel)
    meetings = meeting_service_pb2_grpc.MeetingServiceStub(channel)
    deployments = deployment_service_pb2_grpc.DeploymentServiceStub(channel)
    running: Any = operations_pb2_grpc.OperationsStub(channel)  # type: ignore[no-untyped-call]
    meeting = meeting_pb2.Meeting(region="regions/centro", title="Illustrative", date=to_wire(date(2026, 1, 5)))
    place = geography_service_pb2.GetMunicipalityRequest(name="municipalities/12001")
    return {
        "GetMunicipality": lambda: geography.GetMunicipality.future(place, DEADLINE_SECONDS),
        "ListMunicipalities": lambda: geography.ListMunicipalities.future(
            geography_service_pb2.ListMunicipalitiesRequest(page_size=100), DEADLINE_SECONDS
        ),
        "ListPlans": lambda: planning.ListPlans.future(
            planning_service_pb2.ListPlansRequest(page_size=20), DEADLINE_SECONDS
        ),
        "GetPlan": lambda: planning.GetPlan.future(
            planning_service_pb2.GetPlanRequest(name=asked["plan"]), DEADLINE_SECONDS
        ),
        "GetOperation": lambda: running.GetOperation.future(
            operations_pb2.GetOperationRequest(name=asked["operation"]), DEADLINE_SECONDS
        ),
        "ListDeployments": lambda: deployments.ListDeployments.future(
            deployment_service_pb2.ListDeploymentsRequest(), DEADLINE_SECONDS
        ),
        "CreateMeeting": lambda: meetings.CreateMeeting.future(
            meeting_service_pb2.CreateMeetingRequest(meeting=meeting), DEADLINE_SECONDS
        ),
    }


def run(channel: grpc.Channel, asked: dict[str, Any]) -> dict[str, list[float]]:
    """Call for some seconds, wait for the last answer, and return how long each took.

    Raises:
        grpc.RpcError: A call failed.
    """
    chance, begin = random.Random(asked["seed"]), calls(channel, asked)
    names = chance.choices(list(SHARES), list(SHARES.values()), k=round(asked["seconds"] * asked["rate"]))
    took: dict[str, list[float]] = defaultdict(list)
    left = threading.Semaphore(0)
    futures = []
    due = time.perf_counter()
    for name in names:
        due += chance.expovariate(asked["rate"])
        time.sleep(max(0.0, due - time.perf_counter()))
        future = begin[name]()

        def ended(_future: Any, name: str = name, due: float = due) -> None:
            took[name].append(time.perf_counter() - due)
            left.release()

        future.add_done_callback(ended)
        futures.append(future)
    for future in futures:
        future.result()
        left.acquire()
    return took


def main() -> None:
    """Obey."""
    address, token_file = sys.argv[1:]
    with connect(address, Path(token_file).read_text(encoding="ascii").strip()) as relevo:
        for line in sys.stdin:
            print(json.dumps(run(relevo.channel, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
