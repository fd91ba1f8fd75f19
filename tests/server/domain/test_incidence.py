"""Absent rows, revisions, and places that are none."""

import pytest

from relevo_server.domain.incidence import (
    AbsentMeans,
    Coverage,
    CrimeType,
    MonthRevision,
    MunicipalCounts,
    fill_absent,
    revised_months,
)

MUNICIPALITIES = ["01001", "01002", "01003"]


def crime(crime_id: str, modality: str = "") -> CrimeType:
    return CrimeType(crime_id, "", "", crime_id, modality, ("", "", crime_id, modality))


KNIFE, GUN, KIDNAPPING = crime("homicide", "knife"), crime("homicide", "gun"), crime("kidnapping")
ROWS = [
    MunicipalCounts("01001", KNIFE, 2024, (1,) * 10 + (None, None)),
    MunicipalCounts("01001", GUN, 2024, (2,) * 10 + (None, None)),
    MunicipalCounts("01002", GUN, 2024, (5, None) + (0,) * 8 + (None, None)),
    MunicipalCounts("01999", KIDNAPPING, 2024, (9,) * 10 + (None, None)),
]


def covered(**absent_means: AbsentMeans) -> Coverage:
    ids = ("homicide", "kidnapping")
    return Coverage(
        crimes=(KNIFE, GUN, KIDNAPPING),
        months=tuple((2024, month) for month in range(1, 11)),
        absent_means={crime_id: absent_means.get(crime_id, AbsentMeans.UNKNOWN) for crime_id in ids},
        totals=(),
        incidents={},
        unplaced_incidents={},
    )


def test_absent_is_unknown_unless_said() -> None:
    filled = fill_absent(ROWS, MUNICIPALITIES, covered())
    assert filled["01001", "homicide", 2024] == (3,) * 10 + (None, None)
    assert filled["01002", "homicide", 2024] == (None,) * 12  # its row for knives is missing
    assert filled["01003", "homicide", 2024] == (None,) * 12
    assert len(filled) == 3 * 2


def test_absent_is_zero_where_said_and_only_in_reported_months() -> None:
    filled = fill_absent(ROWS, MUNICIPALITIES, covered(homicide=AbsentMeans.ZERO))
    assert filled["01002", "homicide", 2024] == (5, None) + (0,) * 8 + (None, None)  # a blank stays unknown
    assert filled["01003", "homicide", 2024] == (0,) * 10 + (None, None)
    assert filled["01003", "kidnapping", 2024] == (None,) * 12


def test_no_place_gets_no_counts() -> None:
    filled = fill_absent(ROWS, MUNICIPALITIES, covered(kidnapping=AbsentMeans.ZERO))
    assert not any(key == "01999" for key, _, _ in filled)
    assert filled["01001", "kidnapping", 2024] == (0,) * 10 + (None, None)
    assert not ROWS[3].is_place


def test_a_crime_that_the_source_lacks_is_not_told_at_all() -> None:
    assert ("01001", "extortion", 2024) not in fill_absent(ROWS, MUNICIPALITIES, covered())


def test_revisions_name_the_months_that_changed() -> None:
    before, after = (1, 2, None, 4) + (0,) * 8, (1, 3, 0, None) + (0,) * 8
    assert revised_months(before, after) == (
        MonthRevision(2, 2, 3),
        MonthRevision(3, None, 0),
        MonthRevision(4, 4, None),
    )
    assert revised_months(before, before) == ()


def test_years_have_twelve_months() -> None:
    with pytest.raises(ValueError, match="zip"):
        revised_months((1,) * 12, (1,) * 11)
