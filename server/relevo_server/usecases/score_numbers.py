"""The numbers that a caller says of a ranking as the planner's policy, and every number that was used, told back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from relevo_planner.need.harm import UNLISTED, Harm
from relevo_planner.need.score_policy import ScorePolicy
from relevo_planner.need.teams import NeedPolicy
from relevo_planner.policy import PolicyNumber
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking_numbers import RankingNumbers
from relevo_server.usecases.access import READ, require

PREFIX = "crimeTypes/"
_SAID = ("half_life_months", "drift", "national_drift", "blend_exponent", "call_share")
_SAID_COUNTS = ("horizon_months", "first", "draws", "seed")


def score_policy_of(numbers: RankingNumbers) -> ScorePolicy:
    """Return the policy; what the caller does not say keeps its default.

    A weight that the caller says counts as said, also for a crime type that police discover.
    """
    default = ScorePolicy()
    said = {name: getattr(numbers, name) for name in (*_SAID, *_SAID_COUNTS) if getattr(numbers, name) is not None}
    harm = dict(default.harm)
    for name, weight in numbers.weights.items():
        harm[name.removeprefix(PREFIX)] = Harm(weight, "said by the caller")
    return replace(default, count_discovered=numbers.count_discovered, harm=harm, **said)


def numbers_used(policy: ScorePolicy, crime_types: Sequence[str]) -> RankingNumbers:
    """Return every number that a ranking of these crime types uses; half-lives and drifts of the table stay unsaid."""
    return RankingNumbers(
        **{name: getattr(policy, name) for name in (*_SAID, *_SAID_COUNTS)},
        count_discovered=policy.count_discovered,
        weights={name: policy.weight(name.removeprefix(PREFIX)) for name in crime_types},
    )


def get_ranking_policy(
    principal: Principal,
) -> tuple[tuple[PolicyNumber, ...], tuple[PolicyNumber, ...], tuple[PolicyNumber, ...]]:
    """Every default number of rankings, every harm weight with its source, every coefficient of need.

    Raises:
        RelevoError: PERMISSION_DENIED.
    """
    require(principal, READ)
    policy = ScorePolicy()
    numbers = tuple(number for number in policy.numbers() if number.name not in ("harm", "memory"))
    listed = {**policy.harm, "every other crime type": UNLISTED}
    unit = "least years of prison"
    harms = tuple(
        PolicyNumber(
            name if name not in policy.harm else f"{PREFIX}{name}",
            harm.weight,
            unit,
            f"{harm.source}; 0 unless count_discovered: police find it" if harm.discovered else harm.source,
        )
        for name, harm in listed.items()
    )
    return numbers, harms, NeedPolicy().numbers()
