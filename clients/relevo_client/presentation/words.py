"""Numbers, dates and enums in a person's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from google.type import date_pb2

from relevo.v1 import plan_pb2, policy_pb2, pool_pb2
from relevo_client.dates import from_wire

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_PLAIN_DAYS = 300

_SHORT_CAPABILITIES = {
    "investigation": "invest.",
    "intelligence": "intell.",
    "forensics": "forens.",
    "prosecution support": "prosec.",
    "police training": "training",
    "emergency call support": "calls",
}

_REASONS = {
    "STRENGTH_UNKNOWN": "nobody knows how many officers it has",
    "NO_AGREEMENT": "no signed agreement covers it",
    "NO_REPORT": "its state has not reported its strength",
    "REPORT_NOT_ACCEPTED": "its capacity report is not accepted yet",
    "REPORT_STALE": "its capacity report is too old",
    "EFFORT_UNKNOWN": "its own effort a year ago is unknown",
    "EFFORT_BELOW_FLOOR": "its own effort fell below the floor",
    "COMMITMENT_OVERDUE": "a commitment is overdue",
    "TENURE": "federal teams were there too long or too recently",
    "FUSION_CENTRE": "no intelligence fusion centre operates in its region",
    "REACH": "no suitable pool reaches it",
    "AVAILABILITY": "no suitable pool is available then",
    "EXCLUSION": "the coordinator excluded it",
    "COMPLEMENT": "federal officers may only be a share of the local ones",
    "ABSORPTION": "it cannot host more teams",
    "SUPPLY": "all teams are in use",
    "RESERVE": "the region's reserve stays at hand",
    "STATE_CEILING": "its state has reached its ceiling",
    "BUDGET": "the fund is used up",
    "PIN": "a fixed operation stands in the way",
    "NO_NEED": "no need was found",
    "NEED_UNKNOWN": "nobody has said whether it needs them",
    "OUTBID": "the teams cover more need elsewhere",
}

_REMEDIES = {
    "STRENGTH_UNKNOWN": "an accepted report with its officers",
    "NO_AGREEMENT": "an agreement",
    "NO_REPORT": "a capacity report",
    "REPORT_NOT_ACCEPTED": "accepting the report",
    "REPORT_STALE": "a fresh report",
    "EFFORT_UNKNOWN": "a report that states last year's officers",
    "EFFORT_BELOW_FLOOR": "more local effort",
    "COMMITMENT_OVERDUE": "evidence that the commitment is kept",
    "TENURE": "time",
    "FUSION_CENTRE": "an operating fusion centre",
    "REACH": "a pool with a longer reach",
    "AVAILABILITY": "teams for longer",
    "EXCLUSION": "lifting the exclusion",
    "COMPLEMENT": "more local officers",
    "ABSORPTION": "room for more teams",
    "SUPPLY": "more teams",
    "RESERVE": "more teams, or a smaller reserve",
    "STATE_CEILING": "a higher ceiling",
    "BUDGET": "more money in the fund",
    "NEED_UNKNOWN": "saying whether 911 is in service in its state",
    "OUTBID": "more teams",
}

_STOPS = {
    "OPTIMAL": "proven best",
    "TOLERANCE": "good enough by the tolerance asked for",
    "DEADLINE": "time was up",
    "WORK_LIMIT": "the work limit was reached",
    "CANCELLED": "cancelled; the best so far is kept",
    "EMPTY": "nothing to give, or nobody in need",
    "IMPOSSIBLE": "what was demanded contradicts the rules",
}

_PHASES = {
    "queued": "waiting for a free place",
    "reading": "reading the records",
    "pricing": "pricing the teams",
    "searching": "searching",
    "reviewing": "reviewing the plan",
    "done": "done",
}


def capability(value: pool_pb2.Capability.ValueType) -> str:
    """Return for example `police training`."""
    return _short(pool_pb2.Capability.Name(value), "CAPABILITY_")


def short_capability(value: pool_pb2.Capability.ValueType) -> str:
    """Return a capability as the head of a narrow column."""
    whole = capability(value)
    return _SHORT_CAPABILITIES.get(whole, whole)


def reason(value: plan_pb2.PlanReason.ValueType) -> str:
    """Return why need stays open, as half a sentence."""
    name = plan_pb2.PlanReason.Name(value).removeprefix("PLAN_REASON_")
    return _REASONS.get(name, name.lower().replace("_", " "))


def remedy(value: plan_pb2.PlanReason.ValueType) -> str:
    """Return what would change it; empty where nothing would."""
    return _REMEDIES.get(plan_pb2.PlanReason.Name(value).removeprefix("PLAN_REASON_"), "")


def stop(value: plan_pb2.Plan.Stop.ValueType) -> str:
    """Return why the search ended."""
    name = plan_pb2.Plan.Stop.Name(value).removeprefix("STOP_")
    return _STOPS.get(name, name.lower().replace("_", " "))


def goal(value: policy_pb2.Goal.ValueType) -> str:
    """Return for example `need`."""
    return _short(policy_pb2.Goal.Name(value), "GOAL_")


def phase(name: str) -> str:
    """Return what a proposal is doing."""
    return _PHASES.get(name, name or "waiting")


def state(enum_name: str) -> str:
    """Return for example `published` for `STATE_PUBLISHED`."""
    return _short(enum_name, "STATE_")


def enum_words(name: str, prefix: str) -> str:
    """Return for example `federal agency` for `KIND_FEDERAL_AGENCY`."""
    return _short(name, prefix)


def _short(name: str, prefix: str) -> str:
    return name.removeprefix(prefix).lower().replace("_", " ")


def day(value: date | None) -> str:
    """Return for example `5 Jan 2026`; a dash where it is unknown."""
    return "-" if value is None else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def days(first: date, last: date, *, has_room: bool = False) -> str:
    """Return for example `7 Dec - 3 Jan 2027`; the first year is told where it is not plain from the last.

    Args:
        first: the first day.
        last: the last day.
        has_room: another first year is told, too: `7 Dec 2026 - 3 Jan 2027`.
    """
    is_plain = (last - first).days < _PLAIN_DAYS and not (has_room and first.year != last.year)
    begins = day(first).rpartition(" ")[0] if is_plain else day(first)
    return f"{begins} - {day(last)}"


def weeks(periods: int, period_days: int) -> str:
    """Return how long some planning periods are: `12 weeks`, in days where they are no whole weeks."""
    total = periods * period_days
    return count(total // 7, "week") if total % 7 == 0 else count(total, "day")


def last_iso(end: date_pb2.Date) -> str:
    """Return the last day of what ends before a day, as `2026-07-05`; empty where it is unset."""
    known = from_wire(end)
    return (known - timedelta(days=1)).isoformat() if known else ""


def last_month(end: date_pb2.Date) -> str:
    """Return the last month of what ends before a month, as `2024-12`."""
    return last_iso(end)[:7]


def iso(value: date_pb2.Date) -> str:
    """Return for example `2026-01-05`; empty where it is unset."""
    known = from_wire(value)
    return known.isoformat() if known else ""


def count(value: int, one: str, many: str = "") -> str:
    """Return for example `1 team`, `1,204 teams`."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def ranges(numbers: Iterable[int]) -> str:
    """Return numbers in rising order with runs as ranges: `1-3, 7`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def percent(share: float, digits: int = 1) -> str:
    """Return for example `49.7 %`."""
    return f"{100 * share:.{digits}f} %"
