"""Keys tell places from what is none."""

import pytest

from relevo_server.domain.geography import STATE_KEYS, PlaceKind, PopulationSeries, is_municipality_key, place_kind


@pytest.mark.parametrize("key", ["01001", "09017", "20570", "32058", "10998", "32999"])
def test_accepts_keys(key: str) -> None:
    assert is_municipality_key(key)


@pytest.mark.parametrize("key", ["1001", "00001", "33001", "01000", "010011", "0100a", "", "०१००१"])
def test_refuses_what_is_no_key(key: str) -> None:
    assert not is_municipality_key(key)
    with pytest.raises(ValueError, match="no municipality key"):
        place_kind(key)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("20998", PlaceKind.OTHER_MUNICIPALITIES),
        ("20999", PlaceKind.UNSPECIFIED),
        ("20997", PlaceKind.MUNICIPALITY),
        ("20099", PlaceKind.MUNICIPALITY),
    ],
)
def test_tells_what_is_no_place(key: str, kind: PlaceKind) -> None:
    assert place_kind(key) is kind


def test_there_are_32_states() -> None:
    assert (STATE_KEYS[0], STATE_KEYS[-1], len(STATE_KEYS)) == ("01", "32", 32)


def test_an_unsaid_year_has_unknown_population() -> None:
    series = PopulationSeries("01001", "Aguascalientes", ((2023, 5), (2024, None)))
    assert [series.in_year(year) for year in (2022, 2023, 2024)] == [None, 5, None]
