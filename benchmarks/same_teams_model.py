"""What the answers to many clients at once must add up to: a model that knows nothing of the server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from relevo_server.domain.audit import AuditEvent
from relevo_server.domain.deployment import Deployment, DeploymentState
from relevo_server.domain.names import etag_of
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.audit import BY_SEQUENCE, verify_trail
from relevo_server.usecases.ports import Ports, Query

STAYS, PLACES, TEAMS, REST_DAYS, POOL_TEAMS = 8, 20, 2, 7, 18
DAY = timedelta(days=1)
STEPS = {"extend": "ExtendDeployment", "move": "MoveDeployment", "withdraw": "WithdrawDeployment"}
WHY = {"STALE_ETAG", "STATE_FORBIDS", "STAY_OVERLAPS", "TENURE_EXCEEDED", "INVALID_FIELDS", "OVERLOADED"}


@dataclass(frozen=True, slots=True)
class Scene:
    """What the clients fight for: stays of one pool, all under way."""

    today: date
    stays: tuple[Deployment, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One step that a client tried.

    Attributes:
        step: extend, move or withdraw.
        days: What it asked for: the new end; for a move the first and the end.
        etag: Of the version that it had read; empty: it did not care.
        etag_after: Of the stay when it had won; empty: it lost.
        reason: Why it lost.
        told: What it was told to stand in the way.
    """

    step: str
    name: str
    days: tuple[date, ...]
    etag: str
    etag_after: str = ""
    reason: str = ""
    told: tuple[str, ...] = ()


def contradictions(ports: Ports, scene: Scene, attempts: Sequence[Attempt]) -> list[str]:
    """Hold answers and records against each other; empty: they agree."""
    with ports.records.read() as unit:
        stored = {stay.name: stay for stay in unit.find(Deployment, Query())}
        events = [event for event in unit.find(AuditEvent, Query((), BY_SEQUENCE)) if event.method in STEPS.values()]
    winners = [attempt for attempt in attempts if attempt.etag_after]
    writes = len(winners) + sum(attempt.step == "move" for attempt in winners)
    found = list(_unexplained(attempts)) + list(_double_bookings(scene, list(stored.values())))
    for stay in scene.stays:
        found += _broken_history(stay, stored[stay.name], [won for won in winners if won.name == stay.name])
    if len(events) != writes:
        found.append(f"{writes} writes were accepted, the trail holds {len(events)}")
    if len(stored) != len(scene.stays) + sum(won.step == "move" for won in winners):
        found.append(f"{len(stored)} stays are recorded, which no moves explain")
    if broken := verify_trail(ports, LOCAL).broken:
        found.append(broken)
    return found


def _unexplained(attempts: Sequence[Attempt]) -> Iterator[str]:
    for attempt in attempts:
        if not attempt.etag_after and (
            attempt.reason not in WHY or not (attempt.told or attempt.reason == "OVERLOADED")
        ):
            yield f"{attempt.step} of {attempt.name} lost with {attempt.reason or 'no reason'}, told {attempt.told}"
        if attempt.etag_after and attempt.reason:
            yield f"{attempt.step} of {attempt.name} both won and lost"


def _broken_history(begun: Deployment, stored: Deployment, winners: Sequence[Attempt]) -> Iterator[str]:
    """Replay the accepted steps by hand, in the order that their etags tell."""
    by_etag = {won.etag_after: won for won in winners}
    if len(by_etag) != len(winners) or stored.version != begun.version + len(winners):
        yield f"{begun.name}: {len(winners)} steps were accepted, its version is {stored.version}"
        return
    end, state = begun.end, begun.state
    for version in range(begun.version + 1, stored.version + 1):
        won = by_etag.get(etag_of(begun.name, version))
        if won is None:
            yield f"{begun.name}: nobody was told of version {version}"
            return
        if won.etag and won.etag != etag_of(begun.name, version - 1):
            yield f"{begun.name}: version {version} overwrote what its author had not read"
        if state is DeploymentState.WITHDRAWN:
            yield f"{begun.name}: version {version} changed a stay that was withdrawn"
        if won.step == "extend":
            if won.days[0] <= end or (won.days[0] - begun.start).days > 84:
                yield f"{begun.name}: version {version} extends from {end} to {won.days[0]}"
            end, state = won.days[0], DeploymentState.EXTENDED
        else:
            end = min(end, won.days[0] - (REST_DAYS * DAY if won.step == "move" else 0 * DAY))
            state = DeploymentState.WITHDRAWN
    if (stored.end, stored.state, stored.teams) != (end, state, begun.teams):
        yield f"{begun.name}: is {stored.state} until {stored.end}, the accepted steps lead to {state} until {end}"


def _double_bookings(scene: Scene, stays: Sequence[Deployment]) -> Iterator[str]:
    for offset in range(-14, 200):
        day = scene.today + offset * DAY
        there = [stay for stay in stays if stay.start <= day < stay.end]
        places = Counter(stay.municipality for stay in there)
        numbers = Counter(
            number
            for stay in there
            if stay.state is not DeploymentState.PLANNED
            for entry in stay.teams
            for number in entry.numbers
        )
        busy = sum(TEAMS for stay in stays if stay.start <= day < stay.end + REST_DAYS * DAY)
        yield from (f"{place} has two stays on {day}" for place, count in places.items() if count > 1)
        yield from (f"team {number} is in two places on {day}" for number, count in numbers.items() if count > 1)
        if busy > POOL_TEAMS:
            yield f"{busy} of {POOL_TEAMS} teams are out or resting on {day}"
