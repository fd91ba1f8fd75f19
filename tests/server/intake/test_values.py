"""Single cells: what is read, what is refused, and that unknown is not zero."""

from collections.abc import Callable

import pytest

from relevo_server.intake.values import (
    BadValue,
    Memo,
    code,
    count,
    count_or_dash,
    degrees,
    inhabitants,
    month,
    municipality_key,
    place_key,
    state_key,
    year,
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0", 0),
        ("12", 12),
        (" 7 ", 7),
        ("   121", 121),
        (" 14 396 627", 14396627),
        ("2,345", 2345),
        ("1\u00a0234", 1234),
        ("999999999", 999_999_999),
    ],
)
def test_reads_counts(cell: str, value: int) -> None:
    assert count(cell) == value


@pytest.mark.parametrize("cell", ["", "  ", "NA", "ND", "NSS"])
def test_nobody_knows_is_none_and_not_zero(cell: str) -> None:
    assert count(cell) is None


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("-1", "negative"),
        ("\u22121", "negative"),
        ("(3)", "negative"),
        ("1.0", "decimals"),
        ("1.234", "decimals"),
        ("-2.5", "negative"),
        ("12,34", "thousands"),
        ("1,2345", "thousands"),
        ("1 23", "thousands"),
        ("1,234 567", "thousands"),
        ("0,123", "thousands"),
        ("007", "begin with zero"),
        ("1234567890", "too large"),
        ("doce", "no number"),
        ("1e3", "no number"),
        ("+5", "no number"),
        ("-", "no number"),
        ("na", "no number"),
        ("\u0661\u0662", "no number"),  # digits, but Arabic
        ("1\x002", "no number"),
        ("12\n", "no number"),
        ("\x1c12", "no number"),
    ],
)
def test_refuses_what_is_no_count(cell: str, why: str) -> None:
    with pytest.raises(BadValue) as refused:
        count(cell)
    assert why in refused.value.reason
    assert refused.value.remedy


def test_dash_is_unknown_only_where_inegi_writes_it() -> None:
    assert count_or_dash("-") is None
    assert inhabitants("-") is None


def test_refuses_a_population_of_zero() -> None:
    with pytest.raises(BadValue, match="without inhabitants"):
        inhabitants("0")


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("01001", "01001"),
        ("1001", "01001"),
        ("9999", "09999"),
        ("32058", "32058"),
        ("20998", "20998"),
        (" 1001 ", "01001"),
    ],
)
def test_restores_the_lost_zero_of_a_key(cell: str, key: str) -> None:
    assert place_key(cell) == key


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("101", "not certain"),
        ("0101", "not certain"),
        ("1", "not certain"),
        ("1000", "not certain"),
        ("01000", "no municipality can"),
        ("00001", "no municipality can"),
        ("33001", "no municipality can"),
        ("010010", "no municipality's key"),
        ("1001.0", "no municipality's key"),
        ("", "no municipality's key"),
        ("0100l", "no municipality's key"),
    ],
)
def test_refuses_a_key_that_could_be_another(cell: str, why: str) -> None:
    with pytest.raises(BadValue) as refused:
        place_key(cell)
    assert why in refused.value.reason


@pytest.mark.parametrize("cell", ["20998", "9999"])
def test_no_place_is_no_municipality(cell: str) -> None:
    with pytest.raises(BadValue, match="no place"):
        municipality_key(cell)


def test_reads_parts_of_keys() -> None:
    assert state_key("1") == "01"
    assert state_key("32") == "32"
    assert code("7") == "007"


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (state_key, "0"),
        (state_key, "33"),
        (state_key, ""),
        (state_key, "x"),
        (code, "1234"),
        (code, ""),
        (year, "24"),
        (year, "2024.0"),
        (year, "3024"),
        (month, "0"),
        (month, "13"),
        (month, ""),
        (degrees, "19,4"),
        (degrees, "nan"),
        (degrees, ""),
    ],
)
def test_refuses_other_cells(read: Callable[[str], object], cell: str) -> None:
    with pytest.raises(BadValue):
        read(cell)


def test_memo_reads_once_and_does_not_remember_a_refusal() -> None:
    read: list[str] = []

    def reader(cell: str) -> int | None:
        read.append(cell)
        return count(cell)

    memo = Memo(reader)
    assert [memo["3"], memo["3"]] == [3, 3]
    for _ in range(2):
        with pytest.raises(BadValue):
            memo["x"]
    assert read == ["3", "x", "x"]
