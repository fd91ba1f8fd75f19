"""Sweeps: many scenarios solved by the queue, all cores at once, and how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relevo_server.domain.errors import Faults, not_found
from relevo_server.domain.limits import duplicate_faults, range_faults, text_faults
from relevo_server.domain.operation import Operation, Progress
from relevo_server.domain.plan import PlanSummary
from relevo_server.domain.principal import Principal
from relevo_server.domain.scenario import Scenario, Sweep, SweepEntry
from relevo_server.domain.search import MOST_SECONDS, Search
from relevo_server.usecases.access import PROPOSE, READ, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.frozen_json import to_json
from relevo_server.usecases.operations import NEWEST_FIRST, require_room
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Ports, Query, Unit, WriteUnit
from relevo_server.usecases.proposing import MOST_UNFINISHED, Proposal
from relevo_server.usecases.reading import by_names, find_named, read_list, require_all
from relevo_server.usecases.sweep_progress import ENTRY_METHOD, METHOD
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """One scenario of a sweep as far as it has come; ``plan`` is None until it is solved."""

    scenario: Scenario
    operation: Operation
    plan: PlanSummary | None


@dataclass(frozen=True, slots=True)
class SweepSeen:
    """A sweep with every scenario as far as it has come."""

    sweep: Sweep
    entries: tuple[EntrySeen, ...]

    @property
    def ended(self) -> int:
        """How many have ended, solved or not."""
        return sum(entry.operation.ended for entry in self.entries)


def sweep_scenarios(
    ports: Ports,
    principal: Principal,
    scenarios: Sequence[str],
    search: Search,
    *,
    title: str = "",
    sweep_id: str = "",
    write: Write = PLAIN_WRITE,
) -> Operation:
    """Queue scenarios to be solved together.

    Args:
        ports: The outside.
        principal: Who asks.
        scenarios: ``scenarios/{id}``, each once.
        search: Of every scenario.
        title: What people call the sweep.
        sweep_id: Chosen by the caller; empty: given here.
        write: How to write.

    Returns:
        The operation of the whole.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND naming every scenario that does not exist,
            ALREADY_EXISTS, QUOTA_SPENT, REQUEST_ID_REUSED.
    """
    require(principal, PROPOSE)
    faults = write.found()
    check_search(faults, search)
    faults.extend(text_faults("title", title))
    faults.extend(duplicate_faults("scenarios", scenarios))
    own_id = chosen_id(faults, "sweep_id", sweep_id, ports.ids)

    def act(unit: WriteUnit) -> Operation:
        found = require_all(faults, unit, Scenario, [(f"scenarios[{i}]", name) for i, name in enumerate(scenarios)])
        faults.refuse("the sweep")
        chosen = [found[name] for name in scenarios]
        return begin_sweep(unit, ports, principal, chosen, search, name=f"sweeps/{own_id}", title=title)

    asked = (tuple(scenarios), search, title, sweep_id)
    return write_once(ports, principal, write, METHOD, asked, Operation, act)


def begin_sweep(
    unit: WriteUnit,
    ports: Ports,
    principal: Principal,
    scenarios: Sequence[Scenario],
    search: Search,
    *,
    name: str,
    title: str = "",
) -> Operation:
    """Store a sweep with an operation per scenario and one of the whole, which is returned.

    Raises:
        RelevoError: QUOTA_SPENT, ALREADY_EXISTS.
    """
    require_room(unit, principal.name, MOST_UNFINISHED)
    now = ports.clock.now()
    entries = [
        Operation(
            name=f"operations/{ports.ids.new()}",
            method=ENTRY_METHOD,
            principal=name,
            # What begins with a plan is searched from that plan on: what is known already is not lost.
            request=to_json(
                Proposal(s.snapshot, s.ranking, search, s.plan, notes=s.notes, policy=s.policy, scenario=s.name)
            ),
            time_limit_seconds=search.time_limit_seconds,
            created=now,
            updated=now,
        )
        for s in scenarios
    ]
    whole = Operation(
        name=f"operations/{ports.ids.new()}",
        method=METHOD,
        principal=principal.name,
        request="{}",
        time_limit_seconds=search.time_limit_seconds * len(entries),
        created=now,
        updated=now,
        progress=Progress(f"0 of {len(entries)} solved"),
    ).begin(now)
    unit.create([*entries, whole])
    pairs = tuple(SweepEntry(s.name, entry.name) for s, entry in zip(scenarios, entries, strict=True))
    unit.create([Sweep(name, title, whole.name, pairs, principal.name, now)])
    return whole


def get_sweep(ports: Ports, principal: Principal, name: str) -> SweepSeen:
    """Read ``sweeps/{id}`` with every scenario as far as it has come.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        return see(unit, find_named(unit, Sweep, name))


def sweep_of(ports: Ports, principal: Principal, whole: Operation) -> SweepSeen:
    """Read the sweep that an operation is the whole of, with every scenario as far as it has come.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND where it is of no sweep.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        found = unit.find(Sweep, Query((Condition("operation", Operator.EQUAL, whole.name),)))
        if not found:
            raise not_found(whole.name)
        return see(unit, found[0])


def list_sweeps(ports: Ports, principal: Principal, page: PageRequest) -> Page[Sweep]:
    """List, newest first.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Sweep, page, order=NEWEST_FIRST, filter_fields=("operation",))


def see(unit: Unit, sweep: Sweep) -> SweepSeen:
    """Read how far a sweep has come."""
    scenarios = by_names(unit, Scenario, (entry.scenario for entry in sweep.entries))
    operations = by_names(unit, Operation, (entry.operation for entry in sweep.entries))
    plans = by_names(unit, PlanSummary, (operation.result for operation in operations.values() if operation.result))
    return SweepSeen(
        sweep,
        tuple(
            EntrySeen(scenarios[entry.scenario], operation, plans.get(operation.result))
            for entry in sweep.entries
            for operation in (operations[entry.operation],)
        ),
    )


def check_search(faults: Faults, search: Search) -> None:
    """Note how long and how closely nobody can search."""
    faults.extend(range_faults("time_limit_seconds", search.time_limit_seconds, 0.0, MOST_SECONDS))
    faults.extend(range_faults("gap_tolerance", search.gap_tolerance, 0.0, 1.0))
