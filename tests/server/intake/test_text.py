"""Names survive; what a wrong conversion made of them does not."""

from collections.abc import Callable

import pytest

from relevo_server.intake.crimes import INTENTIONAL_HOMICIDE, crime_type
from relevo_server.intake.text import folded, slug, text_reader
from relevo_server.intake.values import BadValue

in_utf8 = text_reader(lambda: False)
in_one_byte = text_reader(lambda: True)


@pytest.mark.parametrize("name", ["Ñuu Savi", "Villa de Álvarez", "Güémez", "O’Higgins", "San José (Distrito 08)", ""])
@pytest.mark.parametrize("read", [in_utf8, in_one_byte])
def test_leaves_names_alone(read: Callable[[str], object], name: str) -> None:
    assert read(name) == name


def test_composes_accents_and_reduces_spaces() -> None:
    assert in_utf8("  Leo\u0301n\u00a0 de  los Aldama ") == "León de los Aldama"


@pytest.mark.parametrize("name", ["León", "Ñuu Savi", "Mérida", "Güémez", "Río Ángel", "Álamos", "Único"])
@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
@pytest.mark.parametrize("read", [in_utf8, in_one_byte])
def test_refuses_text_encoded_twice(read: Callable[[str], object], codec: str, name: str) -> None:
    damaged = name.encode().decode(codec, "replace")
    with pytest.raises(BadValue):
        read(damaged)


@pytest.mark.parametrize("codec", ["cp850", "mac-roman"])
@pytest.mark.parametrize("name", ["León", "Cañada", "Bermúdez", "Mérida"])
def test_refuses_text_of_an_unknown_one_byte_encoding(codec: str, name: str) -> None:
    with pytest.raises(BadValue, match=r"encod|control"):
        in_one_byte(name.encode(codec).decode("cp1252"))


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("Le\ufffdn", "lost"),
        ("Le\udcf3n", "byte"),
        ("Le\x00n", "NUL"),
        ("Leo\x07n", r"U\+0007"),
        ("Leo\u200bn", r"U\+200B"),
        ("Leo\u202en", r"U\+202E"),
        ("León\n2024,1", "line break"),
        ("León\n", "line break"),
    ],
)
def test_refuses_damaged_text(cell: str, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        in_utf8(cell)


def test_compares_columns_without_accents_case_and_signs() -> None:
    assert folded("Cve. Municipio") == folded("CVE_MUNICIPIO ") == "cvemunicipio"
    assert folded("Año") == "ano"


def test_identifies_a_crime_by_its_subtype() -> None:
    assert INTENTIONAL_HOMICIDE.id == "homicidio-doloso"
    assert crime_type("El patrimonio", "Robo", "Robo a casa habitación", "Con violencia").id == "robo-a-casa-habitacion"
    assert crime_type("", "Homicidio", "No especificado", "").id == "homicidio-no-especificado"


def test_the_same_crime_in_other_letters_is_the_same_classification() -> None:
    one = crime_type("La vida", "Homicidio", "Homicidio doloso", "Con arma")
    other = crime_type("LA VIDA", "Homicidio", "homicidio  doloso", "Con  Arma")
    assert one.classification == other.classification
    assert slug("Región Centro") == "region-centro"
