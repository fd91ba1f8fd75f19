"""The pages say what was measured, also where a promise was not kept and where a method did not help."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from benchmarks import import_page, ranking_page, sweep_page

PAGES = [("ranking", ranking_page.page), ("import", import_page.page), ("sweep", sweep_page.page)]
RESULTS = Path(__file__).parents[2] / "benchmarks/results"


def stored(name: str) -> Any:
    return json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_the_committed_page_is_what_the_results_say(name: str, page: Any) -> None:
    assert (RESULTS / f"{name}.md").read_text(encoding="utf-8") == page(stored(name))


def test_intervals_that_miss_their_promise_are_called_so() -> None:
    found = deepcopy(stored("ranking"))
    found["coverage"]["volume"]["overall"] = 0.72
    assert "| VOLUME | 72.0 % | NOT kept |" in ranking_page.page(found)


def test_a_rival_within_noise_is_called_so() -> None:
    found = deepcopy(stored("ranking"))
    found["deaths"]["12"]["rates"]["raw rate"] |= {"is_noise": True}
    del found["deaths"]["12"]["rates"]["last year's list"], found["deaths"]["12"]["rates"]["naive trend"]
    assert "raw count, raw rate. Better than" in ranking_page.page(found)


def test_memory_over_the_promise_is_called_so() -> None:
    assert "500 MB was NOT kept" in import_page.page(stored("import") | {"peak_mib": 501.0})


def test_the_default_method_is_the_better_one_by_the_committed_evidence() -> None:
    for judged in stored("ranking")["deaths"].values():
        rates = judged["rates"]
        default, count = rates["default (VOLUME)"], rates["raw count"]
        assert default["mean"] >= count["mean"] or count["is_noise"]
        assert rates["raw rate"]["default_ahead"] > 0.3
        assert not rates["raw rate"]["is_noise"]


def test_a_sweep_that_lost_something_says_so() -> None:
    found = deepcopy(stored("sweep"))
    found["audit_is_whole"], found["solved_again"] = False, 3
    page = sweep_page.page(found)
    assert "**broken**" in page
    assert "touched again | 3 |" in page


def test_growth_that_is_not_linear_is_said() -> None:
    found = stored("import")
    sizes = {"client_cpu_seconds": 0.1}
    years = [year | sizes | {"records_mib": 20.0 * number} for number, year in enumerate(found["years"], 1)]
    measured = found | {"empty_records_mib": 0.5, "years": years}
    assert "Each year added 19.5 to 20.0 MiB to the records on disk: linear within 25%." in import_page.page(measured)
    years[-1]["records_mib"] += 20.0
    assert "NOT linear" in import_page.page(measured)
