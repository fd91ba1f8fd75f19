"""Emergency calls: off unless the policy says so, scaled to the reports, unknown kept apart from none."""

from dataclasses import replace

import numpy as np
import pytest

from relevo_planner.need.calls import Calls
from relevo_planner.need.history import History
from relevo_planner.need.score import rank_belief, score
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy

CRIME = "homicidio-doloso"
VOLUME = ScoreMethod.VOLUME


def country() -> History:
    rng = np.random.default_rng(5)
    population = np.round(np.exp(rng.normal(10.0, 1.0, 300)))
    counts = rng.poisson((population / 1e5)[:, None] * 2.0, (300, 24)).astype(float)
    return History(tuple(f"m{i:03d}" for i in range(300)), ("",) * 300, population, {CRIME: counts})


def calls_of(history: History) -> Calls:
    """Calls in proportion to inhabitants, but ten times as many in the first place; the last 100 unknown."""
    counts = np.round(history.population / 10)
    counts[0] *= 10
    counts[200:] = np.nan
    return Calls(counts, 12)


def test_calls_count_only_where_the_policy_gives_them_a_share() -> None:
    history = country()
    without = score(history, VOLUME, ScorePolicy())
    given = score(history, VOLUME, ScorePolicy(), calls_of(history))
    assert np.array_equal(without.score, given.score)
    assert not given.calls_used.any()


def test_a_share_moves_what_calls_speak_of_and_keeps_the_total() -> None:
    history = country()
    without = score(history, VOLUME, ScorePolicy())
    mixed = score(history, VOLUME, ScorePolicy(call_share=0.5), calls_of(history))
    assert mixed.score[0] > 1.5 * without.score[0]
    assert mixed.calls_used.sum() == 200
    assert np.array_equal(mixed.score[200:], without.score[200:])
    assert mixed.score.sum() == pytest.approx(without.score.sum())


def test_unknown_calls_are_not_no_calls() -> None:
    history, calls = country(), calls_of(country())
    none = replace(calls, counts=np.nan_to_num(calls.counts))
    mixed = score(history, VOLUME, ScorePolicy(call_share=0.5), calls)
    zero = score(history, VOLUME, ScorePolicy(call_share=0.5), none)
    assert (zero.score[200:] < mixed.score[200:]).all()


def test_intervals_stand_on_both_sources() -> None:
    history = country()
    policy = ScorePolicy(call_share=1.0, draws=200)
    mixed = score(history, VOLUME, policy, calls_of(history))
    belief = rank_belief(mixed, history, VOLUME, policy)
    assert not np.isnan(belief.low).any()
    reports = rank_belief(score(history, VOLUME, policy), history, VOLUME, policy)
    assert belief.high[0] < reports.low[0]


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Calls(np.array([-1.0]), 12)
    with pytest.raises(ValueError, match="calls of 1 municipalities, counts of 300"):
        score(country(), VOLUME, ScorePolicy(call_share=0.1), Calls(np.ones(1), 12))
