"""Bytes: hashes, gzip whole and broken, foreign formats, limits."""

import gzip
import hashlib
import io
from collections.abc import Callable

import pytest

from relevo_server.intake import FaultKind
from relevo_server.intake.source import BLOCK_BYTES, BrokenSource, Source


def read(content: bytes, limit: int = 1 << 30) -> tuple[Source, bytes]:
    source = Source(io.BytesIO(content), limit)
    return source, b"".join(source.blocks())


class Dribble(io.BytesIO):
    """A stream that hands over one byte at a time, as a network may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 1))


def test_hashes_what_was_received_and_what_it_held() -> None:
    plain = b"a,b\n1,2\n" * 100_000
    packed = gzip.compress(plain)
    source, content = read(packed)
    assert content == plain
    assert source.is_gzip
    assert source.sha256_received == hashlib.sha256(packed).hexdigest()
    assert source.sha256_content == hashlib.sha256(plain).hexdigest()
    assert (source.received_bytes, source.content_bytes) == (len(packed), len(plain))


def test_plain_content_has_one_hash() -> None:
    source, _ = read(b"a,b\n")
    assert source.sha256_content == source.sha256_received == hashlib.sha256(b"a,b\n").hexdigest()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_reads_a_stream_that_dribbles(pack: Callable[[bytes], bytes]) -> None:
    source = Source(Dribble(pack(b"a,b\n1,2\n")), 100)
    assert b"".join(source.blocks()) == b"a,b\n1,2\n"


@pytest.mark.parametrize("size", [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES])
def test_unpacks_any_size_in_bounded_blocks(size: int) -> None:
    plain = b"x" * size
    source = Source(io.BytesIO(gzip.compress(plain)), 1 << 30)
    blocks = list(source.blocks())
    assert b"".join(blocks) == plain
    assert all(len(block) <= BLOCK_BYTES for block in blocks)


def test_reads_every_member_and_the_padding_between() -> None:
    _, content = read(gzip.compress(b"a\n") + bytes(512) + gzip.compress(b"b\n") + bytes(7))
    assert content == b"a\nb\n"


def test_every_cut_of_a_gzip_is_refused() -> None:
    packed = gzip.compress(b"key,count\n01001,3\n")
    for end in range(2, len(packed)):
        with pytest.raises(BrokenSource) as refused:
            read(packed[:end])
        assert refused.value.kind is FaultKind.TRUNCATED
        assert f"after {end} bytes" in refused.value.reason


def test_damage_inside_a_gzip_is_refused_with_its_place() -> None:
    packed = bytearray(gzip.compress(b"key,count\n01001,3\n"))
    packed[-5] ^= 1  # the checksum
    with pytest.raises(BrokenSource, match="damaged near byte") as refused:
        read(bytes(packed))
    assert refused.value.kind is FaultKind.UNREADABLE


def test_rubbish_after_a_gzip_is_refused() -> None:
    with pytest.raises(BrokenSource, match="damaged"):
        read(gzip.compress(b"a\n") + b"and more to come")


@pytest.mark.parametrize(
    ("magic", "name"),
    [
        (b"PK\x03\x04" + bytes(20), "Excel"),
        (b"\xd0\xcf\x11\xe0" + bytes(20), "Excel"),
        (b"%PDF-1.7", "PDF"),
        ("Año,x\n".encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + "Año,x\n".encode("utf-16-be"), "UTF-16"),
        (b"BZh91AY&SY", "bzip2"),
    ],
)
def test_names_a_foreign_format(magic: bytes, name: str) -> None:
    with pytest.raises(BrokenSource, match=name):
        read(magic)


def test_content_over_the_limit_is_refused_while_unpacking() -> None:
    bomb = gzip.compress(bytes(10_000_000))
    source = Source(io.BytesIO(bomb), 1_000_000)
    with pytest.raises(BrokenSource, match="larger than the limit of 1,000,000"):
        for _ in source.blocks():
            pass
    assert source.content_bytes <= 1_000_000 + BLOCK_BYTES
