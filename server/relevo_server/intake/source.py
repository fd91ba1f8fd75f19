"""The bytes of a file as received: hashed, counted, unpacked; memory holds one block at a time."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from relevo_server.intake.report import FaultKind

BLOCK_BYTES = 1 << 18
HEADER_BYTES = 1 << 16
"""Within so many first bytes of a file its header ends."""

_GZIP_MAGIC = b"\x1f\x8b"
_AS_CSV = "Save it as CSV with commas, encoded in UTF-8, and send that"
_FOREIGN_FORMATS = (
    (b"PK\x03\x04", "is a ZIP archive or an Excel workbook, not a text file"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook, not a text file"),
    (b"%PDF", "is a PDF document, not a text file"),
    (b"BZh", "is compressed with bzip2"),
    (b"\xfd7zXZ", "is compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd"),
    (b"\xff\xfe", "is encoded in UTF-16 (or UTF-32)"),
    (b"\xfe\xff", "is encoded in UTF-16"),
    (b"\x00\x00\xfe\xff", "is encoded in UTF-32"),
)


def first_content(first: bytes) -> bytes:
    """Return the first bytes of the content of a file, plain or gzip, as far as its own first bytes tell them."""
    first = first[:HEADER_BYTES]
    if not first.startswith(_GZIP_MAGIC):
        return first
    try:
        return zlib.decompressobj(wbits=31).decompress(first, HEADER_BYTES)
    except zlib.error:
        return b""


class BrokenSource(Exception):
    """The bytes cannot be read to their end; the reader knows the line."""

    def __init__(self, reason: str, remedy: str, kind: FaultKind, value: str = "") -> None:
        self.reason = reason
        self.remedy = remedy
        self.kind = kind
        self.value = value
        super().__init__(reason)


class Source:
    """One pass over the content of a binary stream, plain or gzip."""

    def __init__(self, stream: BinaryIO, content_limit_bytes: int) -> None:
        self._stream = stream
        self._limit = content_limit_bytes
        self._received = hashlib.sha256()
        self._content = hashlib.sha256()
        self.received_bytes = 0
        self.content_bytes = 0
        self.is_gzip = False

    @property
    def sha256_received(self) -> str:
        """Of the bytes received so far, hexadecimal."""
        return self._received.hexdigest()

    @property
    def sha256_content(self) -> str:
        """Of the bytes after decompression so far, hexadecimal."""
        return self._content.hexdigest() if self.is_gzip else self.sha256_received

    def blocks(self) -> Iterator[bytes]:
        """Yield the content in blocks of at most BLOCK_BYTES.

        Raises:
            BrokenSource: Foreign format, damaged or truncated gzip, or more content than the limit.
        """
        first = self._read_first()
        self.is_gzip = first.startswith(_GZIP_MAGIC)
        if not self.is_gzip:
            _refuse_foreign(first)
        for block in self._unpacked(first) if self.is_gzip else self._raw(first):
            self.content_bytes += len(block)
            if self.content_bytes > self._limit:
                raise BrokenSource(
                    f"the content is larger than the limit of {self._limit:,} bytes",
                    "Split the file by year, or raise the limit",
                    FaultKind.UNREADABLE,
                )
            if self.is_gzip:
                self._content.update(block)
            yield block

    def _read_first(self) -> bytes:
        # A stream fed by a network may hand over less than asked; the magic numbers need eight bytes.
        first = b""
        while len(first) < 8 and (more := self._read()):
            first += more
        return first

    def _read(self) -> bytes:
        block = self._stream.read(BLOCK_BYTES)
        self._received.update(block)
        self.received_bytes += len(block)
        return block

    def _raw(self, first: bytes) -> Iterator[bytes]:
        block = first
        while block:
            yield block
            block = self._read()

    def _unpacked(self, first: bytes) -> Iterator[bytes]:
        member = zlib.decompressobj(wbits=31)
        for block in self._raw(first):
            data = block
            while data:
                if member.eof:
                    data = data.lstrip(b"\x00")  # padding after a member is legal, and so is another member
                    if not data:
                        break
                    member = zlib.decompressobj(wbits=31)
                try:
                    plain = member.decompress(data, BLOCK_BYTES)
                except zlib.error as error:
                    raise self._damaged(error, len(data)) from error
                if plain:
                    yield plain
                data = member.unused_data if member.eof else member.unconsumed_tail
        if not member.eof:
            raise BrokenSource(
                f"the gzip file breaks off after {self.received_bytes:,} bytes",
                "Download or send it again, whole",
                FaultKind.TRUNCATED,
            )

    def _damaged(self, error: zlib.error, unread_bytes: int) -> BrokenSource:
        near = self.received_bytes - unread_bytes
        return BrokenSource(
            f"the gzip file is damaged near byte {near:,} ({error})",
            "Download or send it again",
            FaultKind.UNREADABLE,
        )


def _refuse_foreign(first: bytes) -> None:
    for magic, what in _FOREIGN_FORMATS:
        if first.startswith(magic):
            raise BrokenSource(f"the file {what}", _AS_CSV, FaultKind.UNREADABLE)
