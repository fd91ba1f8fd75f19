"""Text as a person wrote it: tidied, compared without accents, and refused where it was damaged on its way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from relevo_server.intake.values import BadValue, bare

# Letters of UTF-8 read as Latin-1 or cp1252: "Ã" or its neighbours before what stands for a continuation byte.
_CONTINUATIONS = bytes(range(0x80, 0xC0)).decode("latin-1") + bytes(range(0x80, 0xC0)).decode("cp1252", "ignore")
_DOUBLE_ENCODED = re.compile(f"[\u00c2-\u00c5\u00e2][{re.escape(_CONTINUATIONS)}]|\u221a[\u00a0-\u2122]")
# What Spanish and the names of Mexico need beyond ASCII, where the bytes themselves cannot prove the encoding.
_ONE_BYTE_LETTERS = frozenset("áéíóúüñÁÉÍÓÚÜÑàèìòùâêîôûäëïöçÀÈÌÒÙÄËÏÖÇ¡¿ªº°´·«»‘’“”–—…\u00a0")
_DASH_IN_WORD = re.compile(r"\w[–—]\w")
_NOT_WORD = re.compile(r"[^a-z0-9]+")

_RESAVE = "Save the file again as UTF-8 from its source"


def tidy(text: str) -> str:
    """Compose accents (NFC) and reduce every run of spaces, non-breaking ones included, to one."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def slug(text: str) -> str:
    """Name as an identifier: without accents, lower case, words joined by hyphens ("Robo a casa" -> "robo-a-casa")."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode("ascii")
    return _NOT_WORD.sub("-", plain).strip("-")


def folded(column: str) -> str:
    """Column name for comparison: "Cve. Municipio" and "CVE_MUNICIPIO" are one."""
    return slug(column).replace("-", "")


def text_reader(is_one_byte: Callable[[], bool]) -> Callable[[str], str]:
    """Make the reader of text cells.

    Args:
        is_one_byte: Tells whether the file was found to be in Latin-1 or cp1252.

    Returns:
        A function that tidies a cell and raises BadValue where it holds control characters or wrongly decoded letters.
    """

    def read(cell: str) -> str:
        if cell.isascii() and cell.isprintable():
            return " ".join(cell.split())
        _refuse_damage(cell)
        if is_one_byte() and (strange := _strange_in_one_byte(cell)):
            raise BadValue(f"{strange!r} cannot stand in a Mexican name: the file is in another encoding", _RESAVE)
        return tidy(cell)

    return read


def _strange_in_one_byte(cell: str) -> str:
    strange = {letter for letter in cell if not letter.isascii()} - _ONE_BYTE_LETTERS
    # Old Macintosh text has its ó and ñ where Windows has dashes.
    return min(strange, default="") or (match.group() if (match := _DASH_IN_WORD.search(cell)) else "")


def _refuse_damage(cell: str) -> None:
    for letter in bare(cell):
        category = unicodedata.category(letter)
        if category == "Cs":
            raise BadValue("a byte does not fit the encoding of the rest of the file", _RESAVE)
        if letter == "\n":
            raise BadValue("a line break stands inside the cell: a quote was opened and not closed", "Close the quote")
        if letter == "\x00":
            raise BadValue("a NUL character: the file is damaged or in UTF-16", _RESAVE)
        if category[0] == "C":
            raise BadValue(f"the control or invisible character U+{ord(letter):04X} stands in the text", "Delete it")
    if "\ufffd" in cell:
        raise BadValue("a letter was lost in an earlier conversion", _RESAVE)
    if match := _DOUBLE_ENCODED.search(cell):
        raise BadValue(f"{match.group()!r} is a letter that was encoded twice (UTF-8 read as Latin-1)", _RESAVE)
