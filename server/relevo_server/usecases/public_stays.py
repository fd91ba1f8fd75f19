"""Team-days and money by state and month, as anybody may read them: late, and never so that a place shows through."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from relevo_server.domain.days import DaySpan, day_of
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.embargo import Counted, last_public_end, suppressed_cells
from relevo_server.domain.names import is_state, state_of
from relevo_server.domain.principal import Principal
from relevo_server.domain.spending import SpendRecord
from relevo_server.usecases.ports import Condition, Operator, Ports, Query, Unit
from relevo_server.usecases.reading import by_names

Cell = tuple[str, date]


@dataclass(frozen=True, slots=True)
class StayCell:
    """Team-days and money in one state and month.

    Attributes:
        team_days: None: suppressed.
        municipalities: With a stay; None: suppressed.
        spend_mxn: Spent for municipalities; None: nothing is on record, or suppressed.
        state_spend_mxn: Spent for the state as a whole; None: nothing is on record.
    """

    state: str
    month: date
    team_days: int | None
    municipalities: int | None
    spend_mxn: int | None
    spend_suppressed: bool
    state_spend_mxn: int | None


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """One month of all states; None: nothing is on record, or suppressed because it would give a cell away."""

    month: date
    team_days: int | None
    suppressed: bool
    spend_mxn: int | None
    spend_suppressed: bool
    state_spend_mxn: int | None


@dataclass(slots=True)
class _Figures:
    """One kind of figure by state and month, with the municipalities behind each."""

    values: Counter[Cell] = field(default_factory=Counter)
    behind: defaultdict[Cell, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, municipality: str, month: date, value: int) -> None:
        cell = state_of(municipality), month
        self.values[cell] += value
        self.behind[cell].add(municipality)

    def line(self, month: date) -> dict[str, Counted]:
        return {
            state: Counted(self.values[state, at], names) for (state, at), names in self.behind.items() if at == month
        }

    def months(self) -> set[date]:
        return {month for _, month in self.behind}


def summarize_stays(ports: Ports, _anybody: Principal) -> tuple[tuple[StayCell, ...], tuple[MonthTotal, ...]]:
    """Add up stays that ended before the embargo began, and money spent in months that ended before it did.

    Money that paid for a stay is told of with the stay. What was spent for a state as a whole concerns no municipality
    and is told apart.

    Returns:
        Cells by state and month, and the totals by month.
    """
    with ports.records.read() as unit:
        last = last_public_end(day_of(ports.clock.now()))
        stays = unit.find(Deployment, Query((Condition("end", Operator.AT_MOST, last),)))
        spent = _public_spend(unit, last)
    days, money, whole = _Figures(), _Figures(), Counter[Cell]()
    for stay in stays:
        if stay.has_gone:  # what was only planned, and nobody saw, was no stay
            teams = sum(entry.teams for entry in stay.teams)
            for month, count in _months(DaySpan(stay.start, stay.end)):
                days.add(stay.municipality, month, teams * count)
    for record in spent:
        if is_state(record.place):
            whole[record.place, record.month] += record.amount_mxn
        else:
            money.add(record.place, record.month, record.amount_mxn)
    lines = [
        _month(month, days.line(month), money.line(month), {s: mxn for (s, at), mxn in whole.items() if at == month})
        for month in sorted(days.months() | money.months() | {at for _, at in whole})
    ]
    cells = sorted((cell for line, _ in lines for cell in line), key=lambda cell: (cell.state, cell.month))
    return tuple(cells), tuple(total for _, total in lines)


def _public_spend(unit: Unit, last: date) -> list[SpendRecord]:
    """What was spent in months that ended by ``last``, less what paid for a stay that ended later."""
    begun = unit.find(SpendRecord, Query((Condition("month", Operator.LESS, last),)))
    stays = by_names(unit, Deployment, (record.deployment for record in begun if record.deployment))
    return [
        record
        for record in begun
        if record.month_end <= last and (not record.deployment or stays[record.deployment].end <= last)
    ]


def _month(
    month: date, days: Mapping[str, Counted], money: Mapping[str, Counted], whole: Mapping[str, int]
) -> tuple[list[StayCell], MonthTotal]:
    no_days, all_days = suppressed_cells(days)
    no_money, all_money = suppressed_cells(money)
    nothing = Counted(0, frozenset())
    cells = [
        StayCell(
            state=state,
            month=month,
            team_days=None if state in no_days else days.get(state, nothing).value,
            municipalities=None if state in no_days else len(days.get(state, nothing).municipalities),
            spend_mxn=money[state].value if state in money and state not in no_money else None,
            spend_suppressed=state in no_money,
            state_spend_mxn=whole.get(state),
        )
        for state in sorted(days.keys() | money.keys() | whole.keys())
    ]
    total = MonthTotal(
        month=month,
        team_days=sum(cell.value for cell in days.values()) if all_days else None,
        suppressed=not all_days,
        spend_mxn=sum(cell.value for cell in money.values()) if all_money and money else None,
        spend_suppressed=not all_money,
        state_spend_mxn=sum(whole.values()) if whole else None,
    )
    return cells, total


def _months(span: DaySpan) -> Iterator[tuple[date, int]]:
    """Each month of a span by its first day, with the days of the span in it."""
    day = span.start
    while day < span.end:
        month = day.replace(day=1)
        after = min((month + timedelta(days=32)).replace(day=1), span.end)
        yield month, (after - day).days
        day = after
