"""Rankings: counted once, unknown kept apart from zero, frozen once published."""

from dataclasses import replace
from datetime import date

import pytest

from relevo_server.domain.errors import Aborted, ErrorReason, FailedPrecondition, InvalidArgument, NotFound
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.ranking import RankingDraft, RankingMethod, RankingState
from relevo_server.usecases.counting import months_of
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.rankings import (
    create_ranking,
    get_ranking,
    list_ranked_municipalities,
    list_rankings,
    publish_ranking,
)
from relevo_server.usecases.writing import Write
from tests.server.world import (
    ACAPULCO,
    COUNTS,
    HOMICIDE,
    MEXICALI,
    SHEET,
    TIJUANA,
    TIXTLA,
    clock_of,
    import_text,
    published_ranking,
)


def draft(ports: Ports, text: str = COUNTS, absent: AbsentMeans = AbsentMeans.UNKNOWN) -> RankingDraft:
    dataset = import_text(ports, text, crime_type=HOMICIDE, absent_means_default=absent).dataset
    assert dataset is not None
    return RankingDraft(
        "Homicides", RankingMethod.VOLUME, (dataset.name,), (HOMICIDE,), date(2024, 1, 1), date(2024, 4, 1)
    )


def order(ports: Ports, ranking: str) -> list[str]:
    return [entry.municipality for entry in list_ranked_municipalities(ports, LOCAL, ranking, PageRequest()).items]


def test_by_volume(ports: Ports) -> None:
    ranking = create_ranking(ports, LOCAL, draft(ports))
    assert (ranking.ranked_incidents, ranking.unplaced_incidents) == (441, 1)
    assert (ranking.ranked_municipalities, ranking.unknown_municipalities) == (4, 0)
    first, second, *_ = list_ranked_municipalities(ports, LOCAL, ranking.name, PageRequest()).items
    assert (first.municipality, first.title, first.incidents) == (TIJUANA, "Tijuana", 330)
    assert first.cumulative_share == 330 / 442
    assert first.rate_per_100k == pytest.approx(330 / 2_000_000 * 1e5 * 4)
    assert second.municipality == ACAPULCO


def test_by_rate_over_some_months(ports: Ports) -> None:
    by_rate = replace(
        draft(ports), method=RankingMethod.RATE, from_month=date(2024, 2, 1), until_month=date(2024, 3, 1)
    )
    ranking = create_ranking(ports, LOCAL, by_rate)
    assert order(ports, ranking.name) == [TIJUANA, TIXTLA, ACAPULCO, MEXICALI]
    assert ranking.unplaced_incidents == 0


def test_a_municipality_without_a_row_is_unknown_unless_the_source_says_zero(ports: Ports) -> None:
    without = COUNTS.replace("12061,2,2,2\n", "")
    unknown = create_ranking(ports, LOCAL, draft(ports, without))
    assert (unknown.ranked_municipalities, unknown.unknown_municipalities) == (3, 1)
    assert TIXTLA not in order(ports, unknown.name)
    zero = create_ranking(ports, LOCAL, draft(ports, without, AbsentMeans.ZERO))
    assert order(ports, zero.name)[-1] == TIXTLA


def test_a_blank_month_makes_the_place_unknown(ports: Ports) -> None:
    ranking = create_ranking(ports, LOCAL, draft(ports, COUNTS.replace("30,30,30", "30,,30")))
    assert ranking.unknown_municipalities == 1


def test_two_datasets_add_up_where_each_month_is_told_once(ports: Ports) -> None:
    first = draft(ports)
    later = draft(ports, "cvegeo,2024-04\n12001,500\n12061,0\n02004,0\n02002,0\n")
    both = replace(first, datasets=first.datasets + later.datasets, until_month=date(2024, 5, 1))
    ranking = create_ranking(ports, LOCAL, both)
    assert order(ports, ranking.name)[0] == ACAPULCO
    assert ranking.ranked_incidents == 941
    assert len(ranking.source_sha256) == 2


def test_nothing_is_counted_twice(ports: Ports) -> None:
    first = draft(ports)
    again = draft(ports, COUNTS.replace("30,30,30", "31,30,30"))
    with pytest.raises(InvalidArgument) as caught:
        create_ranking(ports, LOCAL, replace(first, datasets=first.datasets + again.datasets))
    assert [fault.field for fault in caught.value.faults] == ["ranking.datasets"]


def test_months_that_nobody_reports_are_named(ports: Ports) -> None:
    with pytest.raises(InvalidArgument) as caught:
        create_ranking(ports, LOCAL, replace(draft(ports), from_month=date(2022, 1, 1), until_month=date(2024, 6, 1)))
    (fault,) = caught.value.faults
    assert "2022-01, 2022-02" in fault.why
    assert "and 14 more" in fault.why


def test_unknown_names_are_all_told(ports: Ports) -> None:
    good = draft(ports)
    with pytest.raises(NotFound) as caught:
        create_ranking(
            ports, LOCAL, replace(good, datasets=("datasets/none", *good.datasets), crime_types=("crimeTypes/x",))
        )
    assert [fault.field for fault in caught.value.faults] == ["ranking.datasets[0]", "ranking.crime_types[0]"]
    with pytest.raises(InvalidArgument):
        create_ranking(ports, LOCAL, RankingDraft("", None, (), (), None, None))
    with pytest.raises(NotFound):
        list_ranked_municipalities(ports, LOCAL, "rankings/none", PageRequest())


def test_a_published_ranking_stands_whatever_is_imported(ports: Ports) -> None:
    ranking = published_ranking(ports)
    before = list_ranked_municipalities(ports, LOCAL, ranking.name, PageRequest(5000))
    import_text(ports, SHEET.replace("Tijuana,Baja", "Tijuana B.C.,Baja").replace("2000000", "2100000"))
    assert list_ranked_municipalities(ports, LOCAL, ranking.name, PageRequest(5000)) == before
    assert get_ranking(ports, LOCAL, ranking.name).state is RankingState.PUBLISHED
    with pytest.raises(FailedPrecondition) as caught:
        publish_ranking(ports, LOCAL, ranking.name)
    assert caught.value.reason is ErrorReason.RANKING_PUBLISHED


def test_a_draft_is_published_as_it_was_read(ports: Ports) -> None:
    ranking = create_ranking(ports, LOCAL, draft(ports))
    with pytest.raises(Aborted):
        publish_ranking(ports, LOCAL, ranking.name, etag="stale")
    assert publish_ranking(ports, LOCAL, ranking.name, etag=ranking.etag).published == clock_of(ports).at


def test_rankings_are_listed_newest_first_and_pages_of_entries_join(ports: Ports) -> None:
    wanted = draft(ports)
    names = []
    for _ in range(3):
        clock_of(ports).move(seconds=1)
        names.append(create_ranking(ports, LOCAL, wanted).name)
    create_ranking(ports, LOCAL, wanted, write=Write(validate_only=True))
    assert [ranking.name for ranking in list_rankings(ports, LOCAL, PageRequest()).items] == names[::-1]
    first = list_ranked_municipalities(ports, LOCAL, names[0], PageRequest(3))
    rest = list_ranked_municipalities(ports, LOCAL, names[0], PageRequest(3, first.next_token))
    assert [entry.position for entry in first.items + rest.items] == [1, 2, 3, 4]
    with pytest.raises(InvalidArgument):
        list_ranked_municipalities(ports, LOCAL, names[1], PageRequest(3, first.next_token))


def test_months_run_over_the_year() -> None:
    assert months_of(date(2023, 11, 1), date(2024, 2, 1)) == [(2023, 11), (2023, 12), (2024, 1)]
