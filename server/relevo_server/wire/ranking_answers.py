"""What is asked of rankings and answered beyond the rankings themselves: lists, replays, comparisons, policy."""

from __future__ import annotations

from collections.abc import Sequence

from relevo.v1 import policy_pb2
from relevo.v1 import ranking_service_pb2 as pb
from relevo_planner.need.comparison import Cause
from relevo_planner.need.orders import SubmittedPlace
from relevo_planner.policy import PolicyNumber
from relevo_server.usecases.ranking_comparison import CausedShift, RankingComparison
from relevo_server.usecases.ranking_replay import Replay
from relevo_server.usecases.ranking_submission import Submission
from relevo_server.wire.choices import Choice

CAUSES = Choice(pb.Move.Cause.DESCRIPTOR, Cause, "CAUSE_")


def submission_of(request: pb.SubmitRankingRequest) -> Submission:
    """Return somebody's own list."""
    places = tuple(SubmittedPlace(place.municipality, place.reason) for place in request.places)
    return Submission(request.base, request.title, request.submitter, places)


def replay_message(replay: Replay) -> pb.ReplayRankingResponse:
    """Return the wire form of a replay."""
    return pb.ReplayRankingResponse(
        identical=replay.identical,
        lines_compared=replay.lines_compared,
        differences=[pb.Difference(what=d.what, before=d.before, now=d.now) for d in replay.differences],
    )


def comparison_message(found: RankingComparison) -> pb.CompareRankingsResponse:
    """Return the wire form of a comparison."""
    return pb.CompareRankingsResponse(
        entered=map(_move, found.entered),
        left=map(_move, found.left),
        stayed=found.orders.stayed,
        common=found.orders.common,
        spearman=found.orders.spearman,
        kendall=found.orders.kendall,
        notice=found.notice,
    )


def policy_message(
    numbers: Sequence[PolicyNumber], harm: Sequence[PolicyNumber], need: Sequence[PolicyNumber]
) -> pb.RankingPolicy:
    """Return the wire form of the numbers behind rankings and need."""
    return pb.RankingPolicy(numbers=map(_number, numbers), harm_weights=map(_number, harm), need=map(_number, need))


def _move(move: CausedShift) -> pb.Move:
    return pb.Move(
        municipality=move.shift.municipality,
        position_before=move.shift.before,
        position_after=move.shift.after,
        cause=CAUSES.number(move.cause),
    )


def _number(number: PolicyNumber) -> policy_pb2.PolicyNumber:
    value = "the crime type's own" if number.value is None else _text(number.value)
    return policy_pb2.PolicyNumber(name=number.name, value=value, unit=number.unit, reason=number.reason)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(_text, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
