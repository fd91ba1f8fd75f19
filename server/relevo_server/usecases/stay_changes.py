"""What becomes of a stay: the teams arrive, stay longer, leave early, or never go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from relevo_server.domain.agreement import Agreement
from relevo_server.domain.days import DaySpan, day_of
from relevo_server.domain.deployment import STEPS, Deployment, DeploymentState
from relevo_server.domain.errors import ErrorReason, Fault, Faults
from relevo_server.domain.limits import TEXT_CHARACTERS, day_faults, text_faults
from relevo_server.domain.pool import Pool
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import COORDINATE, require
from relevo_server.usecases.ports import Ports, Unit, WriteUnit
from relevo_server.usecases.reading import by_names
from relevo_server.usecases.stay_rules import (
    Wanted,
    named,
    require_agreement,
    require_place,
    require_same_teams,
    require_teams,
)
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once


def activate_deployment(
    ports: Ports,
    principal: Principal,
    name: str,
    arrival: date | None = None,
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Deployment:
    """Record that the teams of a planned stay have arrived; from here on they are named.

    Args:
        ports: The outside.
        principal: Who asks.
        name: ``deployments/{id}``.
        arrival: The day; None: the first day of the stay.
        etag: Of the deployment as read; empty: whatever is there.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS (a day to come, or outside of the stay), NOT_FOUND, STALE_ETAG,
            STATE_FORBIDS, STAY_ENDED, NO_LIVE_AGREEMENT (it was terminated meanwhile), STAY_OVERLAPS (the teams are
            elsewhere), REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(day_faults("arrival_date", arrival, required=False))

    def act(unit: WriteUnit) -> Deployment:
        today = day_of(ports.clock.now())
        stored = stored_stay(faults, unit, name, etag)
        require_step(faults, stored, DeploymentState.ACTIVE)
        require_going_on(faults, stored, today)
        day = arrival or stored.start
        if day > today or day not in stored.span:
            last = min(today, stored.last_day)
            why = f"{day} does not lie within {stored.start} to {last}"
            faults.add("arrival_date", why, "Record the arrival once it has taken place")
        faults.refuse("the arrival")
        wanted = Wanted(stored.municipality, DaySpan(day, stored.end), stored.teams, name)
        require_agreement(faults, "name", wanted, unit.get(Agreement, stored.agreement))
        faults.refuse("the arrival")
        teams = named(faults, unit, wanted, pools_of(unit, stored), is_wish=True)
        faults.refuse("the arrival")
        arrived = stored.activate(day, teams)
        unit.update(arrived)
        return arrived

    return write_once(ports, principal, write, "ActivateDeployment", (name, arrival, etag), Deployment, act)


def extend_deployment(
    ports: Ports,
    principal: Principal,
    name: str,
    end: date | None,
    agreement: str = "",
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Deployment:
    """Let the same teams stay longer.

    Args:
        ports: The outside.
        principal: Who asks.
        name: ``deployments/{id}``.
        end: First day without the teams.
        agreement: The live agreement that carries the days added; empty: the one that the stay stands on.
        etag: Of the deployment as read; empty: whatever is there.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (deployment, agreement), STALE_ETAG, STATE_FORBIDS,
            STAY_ENDED, NO_LIVE_AGREEMENT, TENURE_EXCEEDED, COMMITMENT_OVERDUE, STAY_OVERLAPS (with teams and days),
            REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(day_faults("end_date", end))

    def act(unit: WriteUnit) -> Deployment:
        today = day_of(ports.clock.now())
        stored = stored_stay(faults, unit, name, etag)
        require_step(faults, stored, DeploymentState.EXTENDED)
        require_going_on(faults, stored, today)
        carrier = agreement or stored.agreement
        carried = unit.get(Agreement, carrier)
        if carried is None:
            faults.missing("agreement", carrier)
        if end is not None and end <= stored.end:
            faults.add("end_date", f"{end} is not after {stored.end}, as agreed now", "Give a later day, or withdraw")
        elif end is not None and not day_faults("end_date", end):
            added = DaySpan(stored.end, end)
            wanted = Wanted(stored.municipality, added, stored.teams, name, days_field="end_date")
            require_agreement(faults, "agreement", wanted, carried)
            require_place(faults, unit, wanted, today)
            pools = pools_of(unit, stored)
            require_teams(faults, unit, wanted, pools)
            if stored.has_gone:
                require_same_teams(faults, unit, wanted, pools)
        faults.refuse("the extension")
        assert end is not None
        extended = stored.extend(end, carrier)
        unit.update(extended)
        return extended

    return write_once(ports, principal, write, "ExtendDeployment", (name, end, agreement, etag), Deployment, act)


def withdraw_deployment(
    ports: Ports,
    principal: Principal,
    name: str,
    end: date | None,
    reason: str,
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Deployment:
    """End a stay under way early: ``end`` is the first day without the teams.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS (no reason, a day outside of the stay), NOT_FOUND, STALE_ETAG,
            STATE_FORBIDS, STAY_ENDED, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(day_faults("end_date", end))
    faults.extend(_reason_faults(reason))

    def act(unit: WriteUnit) -> Deployment:
        stored = stored_stay(faults, unit, name, etag)
        require_step(faults, stored, DeploymentState.WITHDRAWN)
        require_going_on(faults, stored, day_of(ports.clock.now()))
        if end is not None and not stored.start < end <= stored.end:
            why = f"{end} does not lie after {stored.start} and up to {stored.end}"
            faults.add("end_date", why, "Give the first day without the teams")
        faults.refuse("the withdrawal")
        assert end is not None
        withdrawn = stored.withdraw(end, reason)
        unit.update(withdrawn)
        return withdrawn

    return write_once(ports, principal, write, "WithdrawDeployment", (name, end, reason, etag), Deployment, act)


def cancel_deployment(
    ports: Ports, principal: Principal, name: str, reason: str, *, etag: str = "", write: Write = PLAIN_WRITE
) -> Deployment:
    """Give up a planned stay.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS (no reason), NOT_FOUND, STALE_ETAG, STATE_FORBIDS,
            REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(_reason_faults(reason))

    def act(unit: WriteUnit) -> Deployment:
        stored = stored_stay(faults, unit, name, etag)
        require_step(faults, stored, DeploymentState.CANCELLED)
        faults.refuse("the cancellation")
        cancelled = stored.cancel(reason)
        unit.update(cancelled)
        return cancelled

    return write_once(ports, principal, write, "CancelDeployment", (name, reason, etag), Deployment, act)


def stored_stay(faults: Faults, unit: Unit, name: str, etag: str) -> Deployment:
    """Read the deployment that is to be changed.

    Raises:
        RelevoError: NOT_FOUND with the faults so far, STALE_ETAG.
    """
    stored = unit.get(Deployment, name)
    if stored is None:
        faults.add(name or "name", "does not exist", "Check the name", ErrorReason.NOT_FOUND)
        faults.refuse("the step")
    assert stored is not None
    require_etag(name, stored.etag, etag)
    return stored


def require_step(faults: Faults, stored: Deployment, state: DeploymentState) -> None:
    """Note a step that the deployment's state does not allow."""
    if not stored.may_become(state):
        why = f"is {stored.state}: it cannot be {STEPS[state]}"
        faults.add(stored.name, why, "Read the record again", ErrorReason.STATE_FORBIDS)


def require_going_on(faults: Faults, stored: Deployment, today: date) -> None:
    """Note a stay that is over: what has been is not changed."""
    if stored.end <= today:
        why = f"ended on {stored.last_day}, today is {today}"
        faults.add(stored.name, why, "Place a new stay", ErrorReason.STAY_ENDED)


def pools_of(unit: Unit, stay: Deployment | Wanted) -> dict[str, Pool]:
    """The pools of its teams, by name."""
    return by_names(unit, Pool, [entry.pool for entry in stay.teams])


def _reason_faults(reason: str) -> Sequence[Fault]:
    return text_faults("reason", reason, most=TEXT_CHARACTERS, required=True, lines=True)
