"""The encoding is found on the way, and a byte that does not fit does not get lost."""

import codecs
import itertools

import pytest

from relevo_server.intake.encoding import LONGEST_LINE_BYTES, TextLines
from relevo_server.intake.source import BrokenSource

TEXT = "Año,Municipio\n2024,Ñuu Savi\n2024,Cosío\n"


def read(content: bytes, block: int = 1 << 16) -> tuple[TextLines, list[str]]:
    blocks = [content[start : start + block] for start in range(0, len(content), block)]
    lines = TextLines(blocks)
    return lines, list(itertools.chain.from_iterable(lines.groups()))


@pytest.mark.parametrize("block", [1, 2, 3, 5, 1000])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "latin-1"])
def test_finds_the_encoding_wherever_blocks_end(codec: str, block: int) -> None:
    lines, text = read(TEXT.encode(codec), block)
    assert "".join(text) == TEXT
    assert lines.encoding == codec
    assert lines.ends_with_newline


def test_finds_windows_by_its_quotes() -> None:
    lines, text = read("a\nLeón\nO’Higgins\n".encode("cp1252"), 4)
    assert text == ["a\n", "León\n", "O’Higgins\n"]
    assert lines.encoding == "cp1252"


def test_ascii_is_called_ascii() -> None:
    assert read(b"a,b\n1,2\n")[0].encoding == "ascii"


def test_first_accent_may_come_late() -> None:
    plain = b"x" * 50 + b"\n"
    lines, text = read(plain * 5000 + "León\n".encode("latin-1"), 1000)
    assert text[-1] == "León\n"
    assert lines.encoding == "latin-1"


def test_one_bad_byte_in_utf8_stays_visible() -> None:
    damaged = TEXT.encode().replace("ñ".encode(), b"\xf1", 1)
    lines, text = read(damaged)
    assert lines.encoding == "utf-8"
    assert text[0] == "A\udcf1o,Municipio\n"


def test_byte_that_windows_leaves_undefined_stays_visible() -> None:
    _, text = read(b"Le\xf3n \x81 \x96\n")
    assert "\udc81" in text[0]


@pytest.mark.parametrize("content", [b"a\nb", "a\nLeón".encode(), codecs.BOM_UTF8 + b"a", b"a"])
def test_tells_that_the_last_line_has_no_end(content: bytes) -> None:
    lines, text = read(content, 2)
    assert not lines.ends_with_newline
    assert not text[0].startswith("\ufeff")


def test_only_a_line_feed_ends_a_line() -> None:
    _, text = read("a\x0bb\x0c\x85\u2028c\nd\n".encode())
    assert len(text) == 2


def test_refuses_a_line_without_end() -> None:
    with pytest.raises(BrokenSource, match="no line end"):
        read(b"x" * (2 * LONGEST_LINE_BYTES))


def test_empty_content_has_no_lines() -> None:
    assert read(b"")[1] == []
