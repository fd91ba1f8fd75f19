"""SESNSP's file of federal crimes (``IDEFF``): one row per state, crime and year since 2012, twelve monthly counts.

It counts investigation files that the federal prosecution opened, names law, concept and type where the files of common
jurisdiction have a classification, and has rows for what happened abroad. No sample of it is bundled: the columns are
those by which published programs read it, and it is detected only where every one of them is there and no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from relevo_server.domain.dataset import FEDERAL_LAYOUT
from relevo_server.domain.geography import STATE_KEYS
from relevo_server.domain.incidence import CrimeType, StateCounts
from relevo_server.intake.crimes import federal_crime_type
from relevo_server.intake.layout import Column, Layout, as_text, plain
from relevo_server.intake.official.incidence import MONTHS, StateRows
from relevo_server.intake.text import slug
from relevo_server.intake.values import BadValue, bare, state_key, year

ABROAD = "abroad (EXTRANJERO): in no state, and not counted"
_ABROAD_NAME = "extranjero"


class _FederalRows(StateRows):
    crime_columns = 3
    first_year = 2012

    def fact(self, line: int, values: Sequence[Any]) -> StateCounts | None:
        key, name = values[1], values[2]
        if slug(name) == _ABROAD_NAME:
            self._report.leave_out(line, ABROAD)
            return None
        if key not in STATE_KEYS:
            self._report.fault(line, self._header.name(1), key, *_NO_STATE)
            return None
        return super().fact(line, values)

    def _named(self, names: tuple[str, ...]) -> CrimeType:
        return federal_crime_type(*names)


def _state_or_other(cell: str) -> str:
    """Read a state's key, or what stands in its place: which key the rows from abroad bear is for the row to judge."""
    try:
        return state_key(cell)
    except BadValue:
        return bare(cell)


_NO_STATE = ("this is no key of a state", "Give INEGI's key, 01 to 32")

FEDERAL_INCIDENCE = Layout(
    id=FEDERAL_LAYOUT,
    title="SESNSP federal incidence by state (IDEFF)",
    columns=(
        Column("Año", plain(year)),
        Column("INEGI", plain(_state_or_other)),
        Column("Entidad", as_text),
        *(Column(name, as_text) for name in ("Ley", "Concepto", "Tipo")),
        *MONTHS,
    ),
    repeated=None,
    rows=_FederalRows,
)
