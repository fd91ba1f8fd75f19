"""Municipalities by title and state: several states have a Cuauhtémoc, a Guadalupe, a Benito Juárez."""

from __future__ import annotations

from relevo_client.names import key

# INEGI's keys from 01, as the statistical yearbooks abbreviate the states.
_STATES = (
    *("Ags.", "BC", "BCS", "Camp.", "Coah.", "Col.", "Chis.", "Chih.", "CDMX", "Dgo.", "Gto.", "Gro.", "Hgo.", "Jal."),
    *("Mex.", "Mich.", "Mor.", "Nay.", "NL", "Oax.", "Pue.", "Qro.", "Q. Roo", "SLP", "Sin.", "Son.", "Tab."),
    *("Tamps.", "Tlax.", "Ver.", "Yuc.", "Zac."),
)


def place(name: str, title: str) -> str:
    """Return for example `Tijuana, BC`; the key where the title is not known.

    Args:
        name: `municipalities/{key}`.
        title: what people call it.
    """
    number = key(name)
    if not title:
        return number
    state = number[:2]
    known = state.isascii() and state.isdigit() and 1 <= int(state) <= len(_STATES)
    return f"{title}, {_STATES[int(state) - 1]}" if known else title
