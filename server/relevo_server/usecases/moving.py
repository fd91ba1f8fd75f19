"""Send teams elsewhere, or on other days: the stay that they leave and the one that begins are one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from relevo_server.domain.agreement import Agreement
from relevo_server.domain.days import DaySpan, day_of
from relevo_server.domain.deployment import Deployment, DeploymentState
from relevo_server.domain.errors import Faults
from relevo_server.domain.limits import TEXT_CHARACTERS, span_faults, text_faults
from relevo_server.domain.names import is_municipality
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import COORDINATE, require
from relevo_server.usecases.ports import Ports, WriteUnit
from relevo_server.usecases.reading import require_all
from relevo_server.usecases.stay_changes import pools_of, require_going_on, require_step, stored_stay
from relevo_server.usecases.stay_rules import Wanted, require_agreement, require_place, require_teams
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once


@dataclass(frozen=True, slots=True)
class Move:
    """Where teams are to go.

    Attributes:
        municipality: Empty: the same.
        start: First day there.
        end: First day without the teams.
        agreement: The live agreement that the stay will stand on; empty: the same.
        reason: Why; empty: not said.
    """

    municipality: str
    start: date | None
    end: date | None
    agreement: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """The stay as it will be, and the one that ends for it; None: the stay was only planned."""

    deployment: Deployment
    left: Deployment | None = None


def move_deployment(
    ports: Ports, principal: Principal, name: str, move: Move, *, etag: str = "", write: Write = PLAIN_WRITE
) -> Moved:
    """Move a stay.

    A planned one changes in place. One under way is withdrawn, and another is planned with as many teams of the same
    pools. The teams leave as late as their rest before the new stay allows.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS (days, or teams that had to leave before today), NOT_FOUND
            (deployment, municipality, agreement), STALE_ETAG, STATE_FORBIDS, STAY_ENDED, NO_LIVE_AGREEMENT,
            STAY_OVERLAPS (with teams and days), TENURE_EXCEEDED, COMMITMENT_OVERDUE, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    days = span_faults("start_date", move.start, "end_date", move.end)
    faults.extend(days)
    faults.extend(text_faults("reason", move.reason, most=TEXT_CHARACTERS, lines=True))
    if move.municipality and not is_municipality(move.municipality):
        why = f"{move.municipality[:80]!r} is no municipality"
        faults.add("municipality", why, "Write municipalities/ and five digits")

    def act(unit: WriteUnit) -> Moved:
        today = day_of(ports.clock.now())
        stored = stored_stay(faults, unit, name, etag)
        is_planned = stored.state is DeploymentState.PLANNED
        if not is_planned:
            require_step(faults, stored, DeploymentState.WITHDRAWN)
            require_going_on(faults, stored, today)
        place, carrier = move.municipality or stored.municipality, move.agreement or stored.agreement
        require_all(faults, unit, MunicipalityRecord, [("municipality", place)])
        agreement = unit.get(Agreement, carrier)
        if agreement is None:
            faults.missing("agreement", carrier)
        if not is_planned and not days and not faults.found:
            return _go_on(faults, unit, ports, stored, replace(move, municipality=place, agreement=carrier))
        if move.start is not None and move.start < today and not days:
            faults.add("start_date", f"{move.start} is past: today is {today}", "Choose days to come")
        if not days:
            assert move.start is not None
            assert move.end is not None
            wanted = Wanted(place, DaySpan(move.start, move.end), stored.teams, name)
            _require(faults, unit, wanted, agreement, today)
        faults.refuse("the move")
        assert move.start is not None
        assert move.end is not None
        moved = stored.move(place, DaySpan(move.start, move.end), carrier, move.reason)
        unit.update(moved)
        return Moved(moved)

    return write_once(ports, principal, write, "MoveDeployment", (name, move, etag), Moved, act)


def _go_on(faults: Faults, unit: WriteUnit, ports: Ports, stored: Deployment, move: Move) -> Moved:
    """End a stay and plan the next one. What is written before a fault is found is undone with the transaction."""
    assert move.start is not None
    assert move.end is not None
    today = day_of(ports.clock.now())
    pools = pools_of(unit, stored)
    rest = timedelta(days=max(pool.rest_days for pool in pools.values()))
    leave = min(stored.end, move.start - rest)
    first = max(today, stored.start + timedelta(days=1))
    if leave < first:
        why = f"{move.start} leaves no {rest.days} days of rest: the teams can leave on {first} at the earliest"
        faults.add("start_date", why, f"Choose {first + rest} or later")
        leave = first
    left = stored.withdraw(leave, move.reason)
    unit.update(left)
    wanted = Wanted(
        move.municipality,
        DaySpan(move.start, move.end),
        tuple(replace(entry, numbers=()) for entry in stored.teams),
        f"deployments/{ports.ids.new()}",
    )
    _require(faults, unit, wanted, unit.get(Agreement, move.agreement), today)
    faults.refuse("the move")
    begun = Deployment(
        name=wanted.name,
        municipality=wanted.municipality,
        agreement=move.agreement,
        start=move.start,
        end=move.end,
        # The same teams as a wish: they are settled when they go.
        teams=stored.teams,
        state=DeploymentState.PLANNED,
        plan="",
        created=ports.clock.now(),
        reason=move.reason,
    )
    unit.create([begun])
    return Moved(begun, left)


def _require(faults: Faults, unit: WriteUnit, wanted: Wanted, agreement: Agreement | None, today: date) -> None:
    pools = pools_of(unit, wanted)
    require_agreement(faults, "agreement", wanted, agreement)
    require_place(faults, unit, wanted, today)
    require_teams(faults, unit, wanted, pools)
