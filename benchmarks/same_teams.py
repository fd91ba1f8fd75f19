"""Many clients extend, move and withdraw the same teams at once: no double booking, no lost update, no silent loser.

    python -m benchmarks.same_teams [--clients 64] [--rounds 2] [--waves 20] [--seed 1] [--out FILE]

Most steps end a stay before long, so each wave begins on records of its own, with every stay under way.
Every client has a connection of its own and knows only what it reads. What was answered is then held against a model
that knows nothing of the server: for each stay the accepted steps must follow one another without a gap and lead to the
record as it is; on no day may a place have two stays or a pool more teams out than it has; every refusal must give its
reason and what stands in the way; and the audit trail must hold exactly the writes that were accepted.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import grpc
from google.rpc import error_details_pb2
from google.type.date_pb2 import Date
from grpc_status import rpc_status

from benchmarks.machine import facts
from benchmarks.same_teams_model import (
    DAY,
    PLACES,
    POOL_TEAMS,
    REST_DAYS,
    STAYS,
    STEPS,
    TEAMS,
    Attempt,
    Scene,
    contradictions,
)
from relevo.v1 import deployment_service_pb2 as wire
from relevo.v1.deployment_service_pb2_grpc import DeploymentServiceStub
from relevo_server.app import RECORDS, RandomIds, SystemClock, serving
from relevo_server.domain.agreement import AgreementDraft
from relevo_server.domain.days import day_of
from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.meeting import MeetingDraft
from relevo_server.domain.pool import Capability, PoolDraft
from relevo_server.domain.principal import LOCAL
from relevo_server.storage import SqlRecords, open_engine
from relevo_server.usecases.agreements import create_agreement
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.force import create_pool
from relevo_server.usecases.intake import ImportTerms, import_file
from relevo_server.usecases.meetings import create_meeting, hold_meeting
from relevo_server.usecases.ports import Ports


def prepare(ports: Ports) -> Scene:
    """Write places, an agreement, a pool that is nearly all out, and the stays."""
    today = day_of(ports.clock.now())
    keys = [f"12{number:03d}" for number in range(100, 100 + PLACES)]
    header = "cvegeo,municipality,state,region,latitude,longitude,population_2024,municipal_officers_2020\n"
    sheet = header + "".join(f"{key},Place {key},Guerrero,Centro,17.5,-99.5,,\n" for key in keys)
    import_file(ports, LOCAL, BytesIO(sheet.encode()), ImportTerms())
    meeting = create_meeting(ports, LOCAL, MeetingDraft("regions/centro", "", today))
    hold_meeting(ports, LOCAL, meeting.name, ("Secretariat",))
    covered = AgreementDraft("", today - 30 * DAY, today + 300 * DAY, states=("states/12",))
    agreement = create_agreement(ports, LOCAL, meeting.name, covered).name
    draft = PoolDraft("Agency", Capability.PATROL, POOL_TEAMS, 30, rest_days=REST_DAYS, illustrative=True)
    pool = create_pool(ports, LOCAL, draft).name
    places = tuple(f"municipalities/{key}" for key in keys)
    stays = [
        create_deployment(
            ports,
            LOCAL,
            DeploymentDraft(place, agreement, today - 14 * DAY, today + 28 * DAY, (PoolTeams(pool, TEAMS),)),
        )
        for place in places[:STAYS]
    ]
    return Scene(today, tuple(stays), places)


def contend(address: str, token: str, scene: Scene, *, clients: int, rounds: int, seed: int) -> list[Attempt]:
    """Let the clients loose at the same moment, and return everything that they tried."""
    together = threading.Barrier(clients)

    def client(number: int) -> list[Attempt]:
        draws = random.Random(f"{seed} {number}")
        known = (("authorization", f"Bearer {token}"),)
        # A connection of its own: clients of one process would otherwise share one.
        with grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)]) as channel:
            stub = DeploymentServiceStub(channel)
            together.wait()
            return [_attempt(stub, known, scene, draws) for _ in range(rounds)]

    with ThreadPoolExecutor(clients) as pool:
        return [attempt for attempts in pool.map(client, range(clients)) for attempt in attempts]


def _attempt(stub: Any, known: Any, scene: Scene, draws: random.Random) -> Attempt:
    stay = draws.choice(scene.stays)
    read = stub.GetDeployment(wire.GetDeploymentRequest(name=stay.name), metadata=known)
    etag = read.etag if draws.random() < 0.5 else ""
    end = date(read.end_date.year, read.end_date.month, read.end_date.day)
    step = draws.choices(("extend", "move", "withdraw"), (6, 3, 1))[0]
    request: Any
    if step == "extend":
        days: tuple[date, ...] = (end + draws.randint(1, 10) * DAY,)
        request = wire.ExtendDeploymentRequest(end_date=_day(days[0]))
    elif step == "withdraw":
        days = (end - draws.randint(0, 10) * DAY,)
        request = wire.WithdrawDeploymentRequest(end_date=_day(days[0]), reason="Needed elsewhere")
    else:
        start = scene.today + draws.randint(REST_DAYS, 60) * DAY
        days = (start, start + 28 * DAY)
        place = draws.choice(scene.places)
        request = wire.MoveDeploymentRequest(municipality=place, start_date=_day(days[0]), end_date=_day(days[1]))
    request.name, request.etag = stay.name, etag
    tried = Attempt(step, stay.name, days, etag)
    try:
        answer = getattr(stub, STEPS[step])(request, metadata=known)
    except grpc.RpcError as error:
        reason, told = _told(error)
        return replace(tried, reason=reason, told=told)
    return replace(tried, etag_after=(answer.left if step == "move" else answer).etag)


def _told(error: grpc.RpcError) -> tuple[str, tuple[str, ...]]:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]
    reason, told = "", []
    for detail in () if status is None else status.details:
        info, failed = error_details_pb2.ErrorInfo(), error_details_pb2.PreconditionFailure()
        bad, resource = error_details_pb2.BadRequest(), error_details_pb2.ResourceInfo()
        if detail.Unpack(info):
            reason = info.reason
        elif detail.Unpack(failed):
            told += [f"{violation.subject}: {violation.description}" for violation in failed.violations]
        elif detail.Unpack(bad):
            told += [f"{violation.field}: {violation.description}" for violation in bad.field_violations]
        elif detail.Unpack(resource):
            told.append(f"{resource.resource_name}: {resource.description}")
    return reason, tuple(told)


def _day(day: date) -> Date:
    return Date(year=day.year, month=day.month, day=day.day)


def _wave(clients: int, rounds: int, seed: int) -> tuple[list[Attempt], list[str], float]:
    """Let the clients loose on a server of their own; returns what they tried, what contradicts it, and the seconds."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), "127.0.0.1:0") as served:
        clock = SystemClock()
        ports = Ports(SqlRecords(open_engine(Path(folder) / RECORDS), clock.now), clock, RandomIds(), "")
        scene = prepare(ports)
        token, began = served.token_file.read_text().strip(), time.perf_counter()
        attempts = contend(served.address, token, scene, clients=clients, rounds=rounds, seed=seed)
        seconds = time.perf_counter() - began
        return attempts, contradictions(ports, scene, attempts), seconds


def main() -> None:
    """Run it on a server of its own, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for option, default in (("--clients", 64), ("--rounds", 2), ("--waves", 20), ("--seed", 1)):
        parser.add_argument(option, type=int, default=default)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/same_teams.json"))
    asked = parser.parse_args()
    attempts, found, seconds = list[Attempt](), list[str](), 0.0
    for wave in range(asked.waves):
        tried, wrong, took = _wave(asked.clients, asked.rounds, asked.seed + wave)
        attempts += tried
        found += [f"wave {wave}: {what}" for what in wrong]
        seconds += took
    lost = Counter(attempt.reason for attempt in attempts if attempt.reason)
    won = Counter(attempt.step for attempt in attempts if attempt.etag_after)
    result = {
        "clients": asked.clients,
        "rounds": asked.rounds,
        "waves": asked.waves,
        "seed": asked.seed,
        "attempts": len(attempts),
        "won": dict(sorted(won.items())),
        "lost": dict(sorted(lost.items())),
        "contradictions": found,
        "seconds": round(seconds, 1),
        "grpcio": grpc.__version__,
        "machine": facts(day_of(SystemClock().now()).isoformat()),
    }
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    if found or sum(won.values()) + sum(lost.values()) != len(attempts):
        raise SystemExit("the records contradict what the clients were told")


if __name__ == "__main__":
    main()
