"""From blocks of bytes to lines of text, finding the encoding on the way.

Strict UTF-8 first; where the first bytes beyond ASCII are not UTF-8, the file is Latin-1 or its superset cp1252. Bytes
that do not fit pass as lone surrogates, so that the reader can name their line and column.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator

from relevo_server.intake.report import FaultKind
from relevo_server.intake.source import BrokenSource

LONGEST_LINE_BYTES = 1 << 20

_SEQUENCE_OR_BYTE = re.compile(
    rb"([\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})|[\x80-\xff]"
)
_ONLY_CP1252 = bytes(range(0x80, 0xA0))


class TextLines:
    """Splits content into lines, line ends included.

    Attributes:
        encoding: "ascii" until a byte says otherwise, then "utf-8", "utf-8-sig", "latin-1" or "cp1252".
        ends_with_newline: Of what was read so far.
    """

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = blocks
        self.encoding = "ascii"
        self.ends_with_newline = True

    @property
    def is_one_byte(self) -> bool:
        """Whether the encoding was found to be Latin-1 or cp1252."""
        return self.encoding in {"latin-1", "cp1252"}

    def groups(self) -> Iterator[Iterable[str]]:
        """Yield groups of lines, each about as large as a block of bytes.

        Raises:
            BrokenSource: A line longer than LONGEST_LINE_BYTES, or what the blocks raise.
        """
        rest = b""
        first = True
        for block in self._blocks:
            data = rest + block
            if first and len(data) < len(codecs.BOM_UTF8):
                rest = data
                continue
            if first:
                data = self._without_bom(data)
                first = False
            # A line end is never inside a character, neither in UTF-8 nor in a one-byte encoding.
            end = data.rfind(b"\n") + 1
            rest = data[end:]
            if len(rest) > LONGEST_LINE_BYTES:
                raise _no_line_end()
            if end:
                yield self._lines(data[:end])
        if rest:
            self.ends_with_newline = False
            yield self._lines(self._without_bom(rest) if first else rest)

    def _lines(self, data: bytes) -> Iterable[str]:
        # Only a line feed ends a line here: str.splitlines would also split at form feeds and other separators.
        return io.StringIO(self._decode(data), newline="\n")

    def _without_bom(self, data: bytes) -> bytes:
        if not data.startswith(codecs.BOM_UTF8):
            return data
        self.encoding = "utf-8-sig"
        return data[len(codecs.BOM_UTF8) :]

    def _decode(self, data: bytes) -> str:
        if self.encoding == "ascii" and not data.isascii():
            self.encoding = _found_encoding(data)
        if not self.is_one_byte:
            return data.decode("utf-8", "surrogateescape")
        if self.encoding == "latin-1" and len(data.translate(None, _ONLY_CP1252)) != len(data):
            self.encoding = "cp1252"
        return data.decode(self.encoding, "surrogateescape")


def _found_encoding(data: bytes) -> str:
    # Spanish in Latin-1 almost never forms a UTF-8 sequence by chance, so a majority tells a damaged UTF-8 file (whose
    # few bad bytes will be named) from one that is not UTF-8 at all.
    sequences = single = 0
    for match in _SEQUENCE_OR_BYTE.finditer(data):
        if match.group(1):
            sequences += 1
        else:
            single += 1
    return "utf-8" if sequences > single else "latin-1"


def _no_line_end() -> BrokenSource:
    return BrokenSource(
        f"no line end within {LONGEST_LINE_BYTES:,} bytes",
        "Save it as CSV, one row per line",
        FaultKind.UNREADABLE,
    )
