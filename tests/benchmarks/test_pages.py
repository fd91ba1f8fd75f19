"""The pages say what was measured, also where a promise was not kept and where a method did not help."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from benchmarks import import_page, ranking_page, sweep_page
from benchmarks.importing import on_lines

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


def test_a_ranking_of_zeros_is_called_so() -> None:
    assert "25,415 incidents were ranked. Promise" in import_page.page(stored("import") | {"ranked_incidents": 25_415})
    measured = {name: value for name, value in stored("import").items() if name != "ranked_incidents"}
    assert "an order of zeros" in import_page.page(measured)


def test_what_a_file_does_not_divide_keeps_its_counts() -> None:
    lines = [("Life", "Homicide", "Intentional", kind) for kind in ("With a knife", "No especificado")]
    real = {("12001", *lines[0][:3], "Sin desglose"): ["7"], ("12061", *lines[0]): ["1"]}
    assert on_lines(real, lines) == {("12001", *lines[1]): ["7"], ("12061", *lines[0]): ["1"]}
    with pytest.raises(ValueError, match="Kidnapping"):
        on_lines({("12001", "Freedom", "Kidnapping", "Kidnapping", "Sin desglose"): ["3"]}, lines)


def test_memory_over_the_promise_is_called_so() -> None:
    measured = stored("import")
    last = measured["years"][-1]
    for peak, words in ((480.0, "500 MB was NOT kept: 503 MB at most"), (475.0, "500 MB was kept: 498 MB at most")):
        years = [*measured["years"][:-1], last | {"peak_mib": peak}]
        assert words in import_page.page(measured | {"years": years})
    assert "The rankings after them brought the server to 524 MB" in import_page.page(measured | {"peak_mib": 500.0})


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


def grown(*records_mib: float) -> str:
    """The page of an import whose records on disk had these sizes, before the first year and after each."""
    found = stored("import")
    before, *after = records_mib
    years = [year | {"records_mib": size} for year, size in zip(found["years"], after, strict=True)]
    return import_page.page(found | {"empty_records_mib": before, "years": years})


def test_growth_is_judged_from_the_second_year_on() -> None:
    sizes = [4.0, 22.0, *(22.0 + 7.5 * year for year in range(1, 10))]
    page = grown(*sizes)
    assert "first year added 18.0 MiB" in page
    assert "each year after it 7.5 to 7.5 MiB: linear within 25%." in page


@pytest.mark.parametrize("year", range(2, 11))
def test_growth_that_is_not_linear_is_said(year: int) -> None:
    sizes = [4.0, 22.0, *(22.0 + 7.5 * later for later in range(1, 10))]
    more = [size + (2.5 if number >= year else 0.0) for number, size in enumerate(sizes)]
    assert "NOT linear" in grown(*more)


def test_records_that_do_not_grow_are_not_linear() -> None:
    assert "NOT linear" in grown(4.0, 22.0, *[22.0] * 9)
