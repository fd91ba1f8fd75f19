"""A story with a few kills, as in `make test`; `make chaos` has two hundred."""

from pathlib import Path

import pytest

from benchmarks.chaos import run
from benchmarks.ledger import hold

KILLS = 4


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    outcome = run(KILLS, 1, tmp_path)
    assert sum(outcome.kills.values()) == KILLS
    assert outcome.books.plans
    # The comparison would have told: a plan, a decision or an operation that only the books know is found.
    operation, plan = outcome.books.plans.popitem()
    with pytest.raises(AssertionError, match="lost or never acknowledged"):
        hold(tmp_path / "home", outcome.books)
    outcome.books.plans[operation] = f"{plan}x"
    with pytest.raises(AssertionError, match="was told"):
        hold(tmp_path / "home", outcome.books)
