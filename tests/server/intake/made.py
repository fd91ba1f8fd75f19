"""Small official files made to order."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from relevo_server.intake import Fault, IntakeRefused, Parsed, Terms, parse

MONTHS = [
    *("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio"),
    *("Julio", "Agosto", "Septiembre", "Octubre", "Noviembre", "Diciembre"),
]
CRIME = ("La vida y la Integridad corporal", "Homicidio", "Homicidio doloso", "Sin desglose")
CRIME_COLUMNS = ["Bien jurídico afectado", "Tipo de delito", "Subtipo de delito", "Modalidad"]
HEADER = ["Año", "Clave_Ent", "Entidad", "Cve. Municipio", "Municipio", *CRIME_COLUMNS, *MONTHS]

Cells = Sequence[object]


def csv_file(rows: Iterable[Cells], encoding: str = "latin-1", end: str = "\n") -> bytes:
    """Write rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding)


def municipal_row(
    key: str = "1001", counts: Cells = (1,) * 12, year: object = 2024, crime: Cells = CRIME, name: str = "Cosío"
) -> list[object]:
    """Make a row of the municipal incidence file as the source writes it, lost zeros included."""
    return [year, key[:-3], f"Estado {key[:-3]}", key, name, *crime, *counts]


def municipal_file(*rows: Cells, encoding: str = "latin-1", end: str = "\n") -> bytes:
    """Make a municipal incidence file."""
    return csv_file([HEADER, *rows], encoding, end)


def read(content: bytes, terms: Terms | None = None) -> Parsed[Any]:
    """Parse a whole file."""
    return parse(io.BytesIO(content), terms)


def refused(content: bytes, terms: Terms | None = None) -> IntakeRefused:
    """Parse a file that must be refused, and return the refusal."""
    with pytest.raises(IntakeRefused) as caught:
        parse(io.BytesIO(content), terms)
    return caught.value


def only_fault(content: bytes, terms: Terms | None = None) -> Fault:
    """Parse a file that must be refused for one fault alone, and return it."""
    refusal = refused(content, terms)
    assert refusal.fault_total == 1, str(refusal)
    return refusal.faults[0]
