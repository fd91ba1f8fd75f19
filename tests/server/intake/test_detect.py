"""The header tells the layout; what is not known is refused with what it lacks."""

import io
from typing import Any

import pytest

from relevo_server.intake import CATALOGUE, LAYOUTS, MUNICIPAL_INCIDENCE, FaultKind, IntakeRefused, Layout, parse_as
from relevo_server.intake.detect import detect
from tests.server.intake.made import CRIME_COLUMNS, HEADER, MONTHS, csv_file, municipal_file, municipal_row, refused


def header_of(layout: Layout[Any]) -> list[str]:
    names = [column.name for column in layout.columns]
    sample = {"CONAPO_POPULATION": ["2023", "2024"], "RELEVO_MONTHLY_COUNTS": ["2024-01"]}
    return names + sample.get(layout.id, [])


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.id)
def test_finds_every_layout_in_any_order_and_spelling(layout: Layout[Any]) -> None:
    names = header_of(layout)
    assert detect(names, LAYOUTS) is layout
    assert detect([name.upper() for name in reversed(names)], LAYOUTS) is layout


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.id)
def test_optional_columns_may_be_missing(layout: Layout[Any]) -> None:
    required = [column.name for column in layout.columns if column.required]
    assert detect(required + header_of(layout)[len(layout.columns) :], LAYOUTS) is layout


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.id)
def test_one_required_column_less_is_refused(layout: Layout[Any]) -> None:
    for column in [column.name for column in layout.columns if column.required]:
        names = [name for name in header_of(layout) if name != column]
        with pytest.raises(IntakeRefused, match="layout is unknown"):
            detect(names, LAYOUTS)


def test_names_what_the_nearest_layout_misses() -> None:
    names = [name for name in HEADER if name not in {"Modalidad", "Marzo"}]
    refusal = refused(csv_file([names]))
    [fault] = refusal.faults
    assert refusal.kind is FaultKind.LAYOUT
    assert fault.line == 1
    assert "Bien jurídico afectado" in fault.reason
    assert "nearest is SESNSP municipal incidence" in fault.reason
    assert "it lacks Modalidad, Marzo" in fault.reason


def test_victims_by_sex_are_not_taken_for_cases() -> None:
    """The victims' file has every column of the state file and two more that split its rows."""
    names = ["Año", "Clave_Ent", "Entidad", *CRIME_COLUMNS, "Sexo", "Rango de edad", *MONTHS]
    [fault] = refused(csv_file([names])).faults
    assert "it has besides Sexo, Rango de edad" in fault.reason


def test_a_stranger_is_told_what_is_known() -> None:
    [fault] = refused(csv_file([["uno", "dos"]])).faults
    assert "found the columns uno, dos" in fault.reason
    assert all(layout.title in fault.remedy for layout in LAYOUTS)


def test_the_columns_of_before_2015_are_refused() -> None:
    names = ["AÑO", "INEGI", "ENTIDAD", "MUNICIPIO", "MODALIDAD", "TIPO", "SUBTIPO", *MONTHS]
    assert refused(csv_file([names])).kind is FaultKind.LAYOUT


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_names_another_separator(mark: str) -> None:
    [fault] = refused(mark.join(HEADER).encode()).faults
    assert repr(mark) in fault.reason


def test_refuses_a_column_named_twice() -> None:
    refusal = refused(csv_file([[*HEADER, "ENERO"]]))
    assert [fault.column for fault in refusal.faults] == ["Enero", "ENERO"]


def test_refuses_a_column_without_a_name() -> None:
    [fault] = refused(csv_file([[*HEADER, ""]])).faults
    assert fault.column == f"column {len(HEADER) + 1}"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_refuses_an_empty_file(content: bytes) -> None:
    [fault] = refused(content).faults
    assert "empty" in fault.reason


def test_refuses_a_header_encoded_twice() -> None:
    content = municipal_file(municipal_row(), encoding="utf-8").decode("latin-1").encode()
    refusal = refused(content)
    assert refusal.kind is FaultKind.UNREADABLE
    assert any("encoded twice" in fault.reason for fault in refusal.faults)


def test_refuses_utf16_without_its_mark() -> None:
    refusal = refused(municipal_file(municipal_row(), encoding="utf-16-le"))
    assert refusal.kind is FaultKind.UNREADABLE
    assert any("NUL" in fault.reason for fault in refusal.faults)


def test_refuses_old_macintosh_lines() -> None:
    refusal = refused(municipal_file(municipal_row(), end="\r"))
    assert any("carriage return" in fault.reason for fault in refusal.faults)


def test_a_known_file_in_the_wrong_place_is_refused() -> None:
    content = municipal_file(municipal_row())
    with pytest.raises(IntakeRefused, match="awaited was INEGI catalogue"):
        parse_as(CATALOGUE, io.BytesIO(content))
    assert parse_as(MUNICIPAL_INCIDENCE, io.BytesIO(content)).rows
