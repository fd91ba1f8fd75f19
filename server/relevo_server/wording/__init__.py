"""Sentences for people, one catalogue per language with the same keys; figures are written the same way in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from relevo_server.wording import english, spanish


class Language(StrEnum):
    """Languages, by their ISO 639-1 codes."""

    ENGLISH = "en"
    SPANISH = "es"


CATALOGUES: Mapping[Language, Mapping[str, str]] = {
    Language.ENGLISH: english.SENTENCES,
    Language.SPANISH: spanish.SENTENCES,
}


def say(language: Language, key: str, **values: object) -> str:
    """Return a sentence with its values filled in.

    Raises:
        KeyError: the catalogue has no such key, or the sentence asks for another value.
    """
    return CATALOGUES[language][key].format(**values)


def knows(key: str) -> bool:
    """Whether there is such a sentence."""
    return key in english.SENTENCES


def number(value: float) -> str:
    """Return for example `1,204.50`, as both languages write it in Mexico."""
    return f"{value:,.2f}"


def listed(language: Language, parts: Iterable[str]) -> str:
    """Join parts: `a, b and c`."""
    known = list(parts)
    if len(known) <= 1:
        return "".join(known)
    return say(language, "and", first=", ".join(known[:-1]), second=known[-1])
