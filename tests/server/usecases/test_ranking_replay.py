"""A ranking can be replayed, compared and answered for: which input differs is named, revisions raise a notice."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text as sql

from relevo_planner.need.comparison import Cause
from relevo_planner.need.orders import SubmittedPlace
from relevo_server.domain.errors import InvalidArgument
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.ranking import Ranking, RankingDraft, RankingMethod
from relevo_server.domain.ranking_numbers import RankingNumbers
from relevo_server.storage import SqlRecords
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.ranking_comparison import compare_rankings
from relevo_server.usecases.ranking_replay import replay_ranking
from relevo_server.usecases.ranking_submission import Submission, submit_ranking
from relevo_server.usecases.rankings import create_ranking, get_ranking, list_ranked_municipalities, ranking_notices
from relevo_server.usecases.score_numbers import get_ranking_policy
from tests.server.world import (
    ACAPULCO,
    COUNTS,
    HOMICIDE,
    MEXICALI,
    SHEET,
    TIJUANA,
    TIXTLA,
    import_text,
    published_ranking,
)

DRUGS = "crimeTypes/narcomenudeo"
MONTHS = "Enero,Febrero,Marzo,Abril,Mayo,Junio,Julio,Agosto,Septiembre,Octubre,Noviembre,Diciembre"
HEADER = (
    "Año,Clave_Ent,Entidad,Cve. Municipio,Municipio,Bien jurídico afectado,Tipo de delito,Subtipo de delito,"
    f"Modalidad,{MONTHS}\n"
)
PLACES = (("12", "12001"), ("12", "12061"), ("02", "02004"), ("02", "02002"))


def official(*crimes: tuple[str, tuple[int, int, int, int]]) -> str:
    """A municipal file of 2024: by crime, what each of the four places counts every month."""
    lines = [
        f"2024,{state},Estado,{key},Lugar,Bien,{crime},{crime},{crime},{','.join([str(monthly)] * 12)}\n"
        for crime, counts in crimes
        for (state, key), monthly in zip(PLACES, counts, strict=True)
    ]
    return HEADER + "".join(lines)


def ranked(ports: Ports, *crimes: str, text: str, **numbers: object) -> Ranking:
    dataset = import_text(ports, text).dataset
    assert dataset is not None
    draft = RankingDraft("", RankingMethod.VOLUME, (dataset.name,), crimes, date(2024, 1, 1), date(2025, 1, 1))
    return create_ranking(ports, LOCAL, replace(draft, numbers=RankingNumbers(**numbers)))  # type: ignore[arg-type]


def order(ports: Ports, ranking: str) -> list[str]:
    return [entry.municipality for entry in list_ranked_municipalities(ports, LOCAL, ranking, PageRequest()).items]


def change_one_cell(ports: Ports) -> None:
    assert isinstance(ports.records, SqlRecords)
    with ports.records._writing.begin() as connection:
        connection.execute(sql("UPDATE counts SET month_02 = month_02 + 1 WHERE place_key = '12061'"))


def test_a_replay_is_identical_to_the_last_digit(ports: Ports) -> None:
    ranking = published_ranking(ports)
    replay = replay_ranking(ports, LOCAL, ranking.name, ranking.source_sha256)
    assert (replay.identical, replay.lines_compared, replay.differences) == (True, 4, ())
    assert ranking.numbers.seed == 1
    assert ranking.numbers.weights == {HOMICIDE: 12.0}
    assert {"numpy", "scipy", "population", f"counts of {HOMICIDE}"} <= {told.name for told in ranking.inputs}


def test_every_line_tells_how_sure_it_is(ports: Ports) -> None:
    lines = list_ranked_municipalities(ports, LOCAL, published_ranking(ports).name, PageRequest()).items
    for line in lines:
        assert line.rank_low is not None
        assert line.rank_high is not None
        assert line.score is not None
        assert 1 <= line.rank_low <= line.rank_high <= 4
        assert line.probability_first == 1.0
        assert line.smoothed_rate_per_100k != line.rate_per_100k
    assert [line.score for line in lines] == sorted((line.score or 0.0 for line in lines), reverse=True)


def test_one_changed_cell_is_named(ports: Ports) -> None:
    ranking = published_ranking(ports)
    change_one_cell(ports)
    replay = replay_ranking(ports, LOCAL, ranking.name)
    assert not replay.identical
    assert replay.differences[0].what == f"counts of {HOMICIDE}"
    assert any("incidents 6" in difference.before for difference in replay.differences[1:])


def test_another_population_is_named_with_its_municipality(ports: Ports) -> None:
    ranking = published_ranking(ports)
    import_text(ports, SHEET.replace("40000", "40001"))
    replay = replay_ranking(ports, LOCAL, ranking.name)
    assert not replay.identical
    named = {difference.what: (difference.before, difference.now) for difference in replay.differences}
    assert "population" in named
    assert named[f"population of {TIXTLA}"] == ("40000", "40001")
    assert get_ranking(ports, LOCAL, ranking.name) == ranking


def test_a_file_that_is_no_source_is_named(ports: Ports) -> None:
    ranking = published_ranking(ports)
    replay = replay_ranking(ports, LOCAL, ranking.name, ("ab" * 32,))
    assert not replay.identical
    assert [(difference.what, difference.now) for difference in replay.differences] == [("source file", "ab" * 32)]


def test_revised_months_raise_a_notice_and_change_nothing(ports: Ports) -> None:
    ranking = published_ranking(ports)
    assert ranking_notices(ports, LOCAL, ranking) == ()
    result = import_text(ports, COUNTS.replace("100,120,110", "100,125,110"), crime_type=HOMICIDE)
    (told,) = [notice for notice in result.notices if "revises" in notice]
    assert f"{HOMICIDE} in 2024-02, 1 place, 120 incidents before and 125 now" in told
    (notice,) = ranking_notices(ports, LOCAL, ranking)
    assert notice.startswith(told)
    assert replay_ranking(ports, LOCAL, ranking.name).identical


def test_a_withdrawn_row_is_a_revision(ports: Ports) -> None:
    published_ranking(ports)
    result = import_text(ports, COUNTS.replace("12061,2,2,2\n", ""), crime_type=HOMICIDE)
    assert len([notice for notice in result.notices if "2 incidents before and 0 now" in notice]) == 3


def test_what_police_discover_counts_only_where_it_is_asked_for(ports: Ports) -> None:
    text = official(("Narcomenudeo", (900, 0, 0, 0)), ("Secuestro", (0, 1, 4, 2)))
    both = (DRUGS, "crimeTypes/secuestro")
    silent = ranked(ports, *both, text=text)
    assert order(ports, silent.name)[:2] == [TIJUANA, MEXICALI]
    assert silent.ranked_incidents == 12 * 7
    assert order(ports, ranked(ports, *both, text=text, count_discovered=True).name)[0] == ACAPULCO
    with pytest.raises(InvalidArgument) as caught:
        ranked(ports, DRUGS, text=text)
    assert [fault.field for fault in caught.value.faults] == ["ranking.crime_types"]


def test_a_comparison_names_the_cause(ports: Ports) -> None:
    text = official(("Secuestro", (1, 0, 0, 0)), ("Extorsion", (0, 0, 9, 0)))
    both = ("crimeTypes/secuestro", "crimeTypes/extorsion")
    harm = ranked(ports, *both, text=text)
    alike = ranked(ports, *both, text=text, weights=dict.fromkeys(both, 1.0))
    assert order(ports, harm.name)[0] == ACAPULCO
    assert order(ports, alike.name)[0] == TIJUANA
    found = compare_rankings(ports, LOCAL, harm.name, alike.name, 1)
    assert [(move.shift.municipality, move.cause) for move in found.entered] == [(TIJUANA, Cause.WEIGHTS)]
    assert [(move.shift.municipality, move.cause) for move in found.left] == [(ACAPULCO, Cause.WEIGHTS)]
    assert (found.orders.stayed, found.notice) == (0, "")


def test_a_submitted_list_stands_beside_the_computed_one(ports: Ports) -> None:
    base = published_ranking(ports)
    places = (SubmittedPlace(TIXTLA, "two of its five police were shot"), SubmittedPlace(TIJUANA, "the most"))
    listed = submit_ranking(ports, LOCAL, Submission(base.name, "Our list", "Meeting of Centro", places))
    assert (listed.method, listed.base, listed.submitter) == (RankingMethod.SUBMITTED, base.name, "Meeting of Centro")
    first, second = list_ranked_municipalities(ports, LOCAL, listed.name, PageRequest()).items
    assert (first.municipality, first.incidents, first.score, first.reason) == (TIXTLA, 6, None, places[0].reason)
    assert second.cumulative_share == pytest.approx(336 / 442)
    found = compare_rankings(ports, LOCAL, base.name, listed.name, 2)
    assert [move.shift.municipality for move in found.entered] == [TIXTLA]
    assert [move.cause for move in found.entered] == [None]
    assert "submitted" in found.notice
    assert replay_ranking(ports, LOCAL, listed.name).identical


def test_a_bad_list_is_refused_with_every_fault(ports: Ports) -> None:
    base = published_ranking(ports)
    places = (SubmittedPlace(TIXTLA, ""), SubmittedPlace("municipalities/12999", "x"), SubmittedPlace(TIXTLA, "x"))
    with pytest.raises(InvalidArgument) as caught:
        submit_ranking(ports, LOCAL, Submission(base.name, "", "", places))
    told = {fault.field for fault in caught.value.faults}
    assert told == {"submitter", "places[2]", "places[0].reason", "places[1].municipality"}


def test_numbers_out_of_range_are_all_named(ports: Ports) -> None:
    wrong = RankingNumbers(
        half_life_months=0.0, call_share=1.5, draws=0, seed=-1, weights={"crimeTypes/x": float("nan")}
    )
    with pytest.raises(InvalidArgument) as caught:
        create_ranking(
            ports, LOCAL, RankingDraft("", RankingMethod.RATE, ("datasets/d",), (HOMICIDE,), None, None, wrong)
        )
    told = {fault.field.removeprefix("ranking.numbers.") for fault in caught.value.faults}
    assert {"half_life_months", "call_share", "draws", "seed", "weights[crimeTypes/x]"} <= told


def test_emergency_calls_are_a_declared_second_source(ports: Ports) -> None:
    calls = (
        "Clave Entidad,Clave Municipio,Total,Procedentes,Improcedentes,Otro,No especificado\n"
        "12,001,10,10,0,0,0\n12,061,10,10,0,0,0\n02,004,10,10,0,0,0\n02,002,90000,90000,0,0,0\n"
    )
    import_text(ports, calls)
    text = official(("Secuestro", (9, 1, 8, 2)))
    alone = ranked(ports, "crimeTypes/secuestro", text=text)
    mixed = ranked(ports, "crimeTypes/secuestro", text=text, call_share=0.9)
    assert order(ports, alone.name)[0] == ACAPULCO
    assert order(ports, mixed.name)[0] == MEXICALI
    assert "0.9 of the score from emergency calls" in mixed.formula
    assert "emergency calls" in {told.name for told in mixed.inputs}


def test_unknown_population_has_an_order_by_volume_only(ports: Ports) -> None:
    import_text(ports, SHEET.splitlines()[0] + "\n02006,Nuevo,Baja California,Noroeste,32.5,-117.0,,\n")
    text = COUNTS.replace("12999,1,0,0", "02006,500,500,500")
    dataset = import_text(ports, text, crime_type=HOMICIDE).dataset
    assert dataset is not None
    draft = RankingDraft("", RankingMethod.VOLUME, (dataset.name,), (HOMICIDE,), date(2024, 1, 1), date(2024, 4, 1))
    volume = create_ranking(ports, LOCAL, draft)
    first, *_ = list_ranked_municipalities(ports, LOCAL, volume.name, PageRequest()).items
    assert (first.municipality, first.incidents, first.rank_low) == ("municipalities/02006", 1500, None)
    rate = create_ranking(ports, LOCAL, replace(draft, method=RankingMethod.RATE))
    assert (rate.ranked_municipalities, rate.unknown_municipalities) == (4, 1)


def test_every_number_has_a_unit_and_a_reason() -> None:
    for numbers in get_ranking_policy(LOCAL):
        assert numbers
        assert all(number.unit and number.reason for number in numbers)
