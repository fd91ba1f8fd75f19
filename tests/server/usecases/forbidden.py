"""What no sequence of commands may lead to, from the rules' words: over days and sets, not by the code that keeps them.

A team serves one place at a time and rests after; a place has one stay at a time, and the federation at most 84 days in
any 182; records change one version at a time and along the edges of their state machines.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from relevo_server.domain.agreement import Agreement, AgreementState
from relevo_server.domain.capacity_report import CapacityReport, CapacityReportState
from relevo_server.domain.commitment import CommitmentState
from relevo_server.domain.deployment import Deployment, DeploymentState

LONGEST, WINDOW = 84, 182
DAY = timedelta(days=1)
PLANNED, ACTIVE, EXTENDED, WITHDRAWN, CANCELLED = DeploymentState
EDGES = {
    (PLANNED, PLANNED),
    (PLANNED, ACTIVE),
    (PLANNED, CANCELLED),
    (ACTIVE, EXTENDED),
    (ACTIVE, WITHDRAWN),
    (EXTENDED, EXTENDED),
    (EXTENDED, WITHDRAWN),
}
REPORT_EDGES = {("submitted", "accepted"), ("submitted", "returned"), ("accepted", "superseded")}


def require_steps(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Every record is new, unchanged, or one lawful step further."""
    assert set(before) <= set(after)
    for name, record in after.items():
        old = before.get(name)
        if old is None:
            assert record.version == 1
        elif old != record:
            assert record.version == old.version + 1
            _require_edge(old, record)
            if isinstance(record, Deployment) and record.state in (ACTIVE, EXTENDED):
                # Teams neither arrive nor stay longer under an agreement that was terminated.
                assert after[record.agreement].state is AgreementState.SIGNED
        for promise in getattr(record, "commitments", ()):
            assert promise.state is not CommitmentState.KEPT or promise.evidence


def _require_edge(old: Any, record: Any) -> None:
    if isinstance(record, Deployment):
        assert (old.state, record.state) in EDGES
    elif isinstance(record, CapacityReport):
        assert (old.state.value, record.state.value) in REPORT_EDGES
        assert record.figures() == old.figures()
    else:
        assert isinstance(record, Agreement)
        assert old.state is AgreementState.SIGNED or record.state is old.state


def require_lawful(records: Iterable[Any], pool: str, teams: int, rest_days: int) -> None:
    """The records together break no rule."""
    everything = list(records)
    stays = [record for record in everything if isinstance(record, Deployment) and record.state is not CANCELLED]
    rest = rest_days * DAY
    for place in {stay.municipality for stay in stays}:
        _require_temporary([stay for stay in stays if stay.municipality == place])
    for stay in stays:
        # More teams are out only where a stay begins.
        out = [other for other in stays if other.start <= stay.start < other.end + rest]
        assert sum(other.teams_of(pool) for other in out) <= teams
    gone = [stay for stay in stays if stay.state is not PLANNED]
    for stay in gone:
        (entry,) = stay.teams
        assert len(set(entry.numbers)) == entry.teams
        assert set(entry.numbers) <= set(range(1, teams + 1))
        for other in gone:
            meet = stay.start < other.end + rest and other.start < stay.end + rest
            if other.name != stay.name and meet:
                assert not set(entry.numbers) & set(other.teams[0].numbers)
    reports = [record for record in everything if isinstance(record, CapacityReport)]
    accepted = Counter(report.municipality for report in reports if report.state is CapacityReportState.ACCEPTED)
    assert max(accepted.values(), default=0) <= 1


def _require_temporary(stays: list[Deployment]) -> None:
    days: Counter[date] = Counter()
    for stay in stays:
        assert stay.start < stay.end
        days.update(stay.start + n * DAY for n in range((stay.end - stay.start).days))
    assert max(days.values(), default=0) <= 1
    for first in days:
        assert sum(first <= day < first + WINDOW * DAY for day in days) <= LONGEST
