"""Meetings, pools, rankings, regions, operations: their steps and what their drafts refuse."""

from datetime import UTC, date, datetime, timedelta

import pytest

from relevo_server.domain.days import DaySpan
from relevo_server.domain.errors import ErrorReason, FailedPrecondition, refusal
from relevo_server.domain.meeting import Meeting, MeetingDraft, MeetingState
from relevo_server.domain.operation import Operation, OperationState, Progress
from relevo_server.domain.places import FusionCentre, FusionCentreStatus, Point
from relevo_server.domain.pool import Capability, Pool, PoolDraft
from relevo_server.domain.ranking import Ranking, RankingDraft, RankingMethod, RankingState

NOW = datetime(2025, 1, 15, tzinfo=UTC)
DAY = NOW.date()
MEETING = Meeting("meetings/m", "regions/centro", "", DAY, MeetingState.CONVENED, (), (), (), NOW)
OPERATION = Operation("operations/o", "ProposePlan", "principals/local", "{}", 30.0, NOW, NOW)


def test_a_meeting_is_held_or_cancelled_once() -> None:
    held = MEETING.hold(["Governor of Guerrero"])
    assert (held.state, held.attending_offices, held.version) == (MeetingState.HELD, ("Governor of Guerrero",), 2)
    for ended in (held, MEETING.cancel()):
        with pytest.raises(FailedPrecondition):
            ended.hold([])
        with pytest.raises(FailedPrecondition):
            ended.cancel()


def test_a_meeting_draft_names_every_fault() -> None:
    faults = MeetingDraft("", "\x01", None, ("",), ("x" * 3000,)).faults()
    assert len({fault.field for fault in faults}) == 5


def pool_draft(**changed: object) -> PoolDraft:
    fields: dict[str, object] = {"agency": "A", "capability": Capability.PATROL, "teams": 3, "officers_per_team": 30}
    return PoolDraft(**(fields | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"agency": " "}, "pool.agency"),
        ({"capability": None}, "pool.capability"),
        ({"teams": 0}, "pool.teams"),
        ({"teams": -1}, "pool.teams"),
        ({"officers_per_team": 0}, "pool.officers_per_team"),
        ({"rest_days": -1}, "pool.rest_days"),
        ({"reach_km": 100.0}, "pool.base_point"),
        ({"reach_km": float("nan"), "base_point": Point(1, 1)}, "pool.reach_km"),
        ({"base_point": Point(91, 0)}, "pool.base_point.latitude"),
        ({"reach_regions": ("regions/a", "regions/a")}, "pool.reach_regions[1]"),
        ({"reach_regions": ("regions/a",) * 201}, "pool.reach_regions"),
        ({"available_from": DAY, "available_until": DAY}, "pool.available_until"),
        ({"available_until": date(1960, 1, 1)}, "pool.available_until"),
    ],
)
def test_pool_drafts_that_cannot_be(changed: dict[str, object], field: str) -> None:
    assert [fault.field for fault in pool_draft(**changed).faults()] == [field]


def test_a_pool_is_available_inside_its_window() -> None:
    pool = Pool(
        "pools/p", "", "A", Capability.PATROL, 3, 30, 7, "", (), None, None, DAY, DAY + timedelta(days=10), False, NOW
    )
    assert pool.available_throughout(DaySpan(DAY, DAY + timedelta(days=10)))
    assert not pool.available_throughout(DaySpan(DAY - timedelta(days=1), DAY + timedelta(days=10)))
    assert not pool.available_throughout(DaySpan(DAY, DAY + timedelta(days=11)))


def test_a_published_ranking_never_changes() -> None:
    ranking = Ranking(
        *("rankings/r", "", RankingState.DRAFT, RankingMethod.RATE, (), (), date(2023, 11, 1), date(2025, 2, 1)),
        *(1, 0, 1, 0, "", (), "", NOW),
    )
    assert ranking.months == 15
    published = ranking.publish(NOW)
    assert (published.state, published.published) == (RankingState.PUBLISHED, NOW)
    with pytest.raises(FailedPrecondition) as caught:
        published.publish(NOW)
    assert caught.value.reason is ErrorReason.RANKING_PUBLISHED


def test_a_ranking_draft_names_every_fault() -> None:
    draft = RankingDraft("", None, (), ("a", "a"), date(2024, 1, 2), None)
    assert [fault.field for fault in draft.faults()] == [
        "ranking.method",
        "ranking.datasets",
        "ranking.crime_types[1]",
        "ranking.until_month",
        "ranking.from_month",
    ]


@pytest.mark.parametrize(
    ("centre", "field"),
    [
        (FusionCentre(FusionCentreStatus.OPERATING), "f.operating_from"),
        (FusionCentre(FusionCentreStatus.OPERATING, DAY, DAY), "f.operating_until"),
        (FusionCentre(FusionCentreStatus.CLOSED, DAY), "f.operating_until"),
        (FusionCentre(FusionCentreStatus.PLANNED, date(1950, 1, 1)), "f.operating_from"),
        (FusionCentre(FusionCentreStatus.PLANNED, None, date(2101, 1, 1)), "f.operating_until"),
        (FusionCentre(FusionCentreStatus.PLANNED, DAY, DAY), "f.operating_until"),
    ],
)
def test_fusion_centres_that_cannot_be(centre: FusionCentre, field: str) -> None:
    assert [fault.field for fault in centre.faults("f")] == [field]


def test_a_fusion_centre_operates_on_its_days() -> None:
    operating = FusionCentre(FusionCentreStatus.OPERATING, DAY)
    closed = FusionCentre(FusionCentreStatus.CLOSED, DAY, DAY + timedelta(days=1))
    planned = FusionCentre(FusionCentreStatus.PLANNED, DAY)
    assert not any(centre.faults("f") for centre in (operating, closed, planned))
    assert operating.operates_on(DAY + timedelta(days=100))
    assert not operating.operates_on(DAY - timedelta(days=1))
    assert closed.operates_on(DAY)
    assert not closed.operates_on(DAY + timedelta(days=1))
    assert not planned.operates_on(DAY)


def test_an_operation_runs_to_one_end() -> None:
    running = OPERATION.begin(NOW)
    further = running.advance(Progress("searching", 90.0, 100.0, 3.0), NOW)
    assert (further.attempt, further.progress.gap) == (1, 0.1)
    ends = [
        further.succeed("plans/p", NOW),
        further.fail(refusal(ErrorReason.DEFECT, "broken"), NOW),
        further.stop(NOW),
    ]
    assert [end.state for end in ends] == [OperationState.SUCCEEDED, OperationState.FAILED, OperationState.CANCELLED]
    assert ends[1].error == ("DEFECT", "broken")
    for end in ends:
        assert end.ask_to_stop(NOW) is end
        for step in (end.begin, end.stop, lambda now, it=end: it.succeed("plans/q", now)):
            with pytest.raises(FailedPrecondition):
                step(NOW)


def test_an_operation_is_cancelled_at_once_only_where_nothing_was_begun() -> None:
    assert OPERATION.ask_to_stop(NOW).state is OperationState.CANCELLED
    asked = OPERATION.begin(NOW).ask_to_stop(NOW)
    assert (asked.state, asked.cancel_requested) == (OperationState.RUNNING, True)
    assert asked.ask_to_stop(NOW) is asked


def test_a_day_span_is_never_empty() -> None:
    with pytest.raises(ValueError, match="not after"):
        DaySpan(DAY, DAY)
    span = DaySpan(DAY, DAY + timedelta(days=2))
    assert (span.days, span.last_day) == (2, DAY + timedelta(days=1))
    assert not span.overlaps(DaySpan(span.end, span.end + timedelta(days=1)))
