"""All or nothing, or skip and report; truncated files are refused under either."""

import gzip
import io

import pytest

from relevo_server.intake import FaultKind, OnFault, Terms, open_reading
from tests.server.intake.made import csv_file, municipal_file, municipal_row, only_fault, read, refused

SKIP = Terms(on_fault=OnFault.SKIP)
GOOD = municipal_row("1001")
BAD = municipal_row("1002", [-1] + [0] * 11)


def test_skipping_keeps_the_good_rows_and_reports_the_others() -> None:
    short = GOOD[:-1]
    parsed = read(municipal_file(GOOD, BAD, short, GOOD, municipal_row("1003")), SKIP)
    assert [row.place_key for row in parsed.rows] == ["01001", "01003"]
    assert [(group.why, group.kept, group.lines) for group in parsed.left_out] == [
        ("row with faults", False, (3, 4, 5))
    ]
    assert [fault.line for fault in parsed.faults] == [3, 4, 5]
    assert (parsed.source.rows_read, parsed.source.rows_used) == (5, 2)
    coverage = parsed.source.coverage
    assert coverage is not None
    assert sum(coverage.totals) == 24


def test_skipping_everything_is_a_refusal() -> None:
    assert refused(municipal_file(BAD), SKIP).fault_total == 1


def test_what_concerns_the_whole_file_cannot_be_skipped() -> None:
    terms = Terms(on_fault=OnFault.SKIP, years=frozenset({2023, 2024}))
    assert "of 2023" in only_fault(municipal_file(GOOD), terms).reason


@pytest.mark.parametrize("terms", [None, SKIP])
def test_a_file_cut_inside_a_row_is_refused(terms: Terms | None) -> None:
    content = municipal_file(GOOD, municipal_row("1002"))
    refusal = refused(content[:-5], terms)
    assert refusal.kind is FaultKind.TRUNCATED
    assert [fault.line for fault in refusal.faults] == [3]
    assert "breaks off" in refusal.faults[0].reason


@pytest.mark.parametrize("terms", [None, SKIP])
def test_a_file_cut_inside_quotes_is_refused(terms: Terms | None) -> None:
    content = municipal_file(GOOD, municipal_row("1002", name="Una, dos"))
    refusal = refused(content[: content.index(b"Una") + 2], terms)
    assert refusal.kind is FaultKind.TRUNCATED
    assert refusal.faults[0].line == 3


@pytest.mark.parametrize("terms", [None, SKIP])
def test_half_a_gzip_is_refused_with_the_line(terms: Terms | None) -> None:
    rows = [municipal_row(f"{state}{part:03d}") for state in range(10, 33) for part in range(1, 200)]
    packed = gzip.compress(municipal_file(*rows))
    refusal = refused(packed[: len(packed) // 2], terms)
    assert refusal.kind is FaultKind.TRUNCATED
    assert refusal.faults[-1].line > 1


def test_a_last_line_without_end_is_noticed() -> None:
    parsed = read(municipal_file(GOOD).rstrip(b"\n"))
    assert len(parsed.rows) == 1
    assert any("no line end" in notice for notice in parsed.notices)


def test_blank_lines_are_passed_over_and_lines_still_counted() -> None:
    blank = b"," * 20 + b"\n"
    content = municipal_file(GOOD) + b"\n" + blank + municipal_file(BAD).split(b"\n", 1)[1]
    assert only_fault(content).line == 5
    parsed = read(municipal_file(GOOD) + b"\n" + blank)
    assert [(group.why, group.lines) for group in parsed.left_out] == [("blank line", (3, 4))]
    assert parsed.source.rows_read == 1


def test_lines_are_counted_through_a_line_break_in_a_cell() -> None:
    content = municipal_file(municipal_row("1001", name="Una\ndos"), BAD)
    refusal = refused(content)
    assert [(fault.line, fault.column) for fault in refusal.faults] == [(2, "Municipio"), (4, "Enero")]


def test_a_row_that_is_too_wide_is_a_fault() -> None:
    fault = only_fault(municipal_file(GOOD, [*GOOD, "9"]))
    assert (fault.line, "22 cells stand here, the header has 21" in fault.reason) == (3, True)


def test_no_csv_is_a_fault_of_its_line() -> None:
    good = municipal_file(GOOD, municipal_row("1002"))
    fault = only_fault(good.replace(b"1002,", b'"10"02,'))
    assert fault.line == 3


def test_faults_beyond_the_cap_are_counted() -> None:
    bad = municipal_row("1001", [-1] * 12)
    refusal = refused(municipal_file(bad, bad), Terms(fault_cap=5))
    assert (len(refusal.faults), refusal.fault_total) == (5, 24)
    assert str(refusal).endswith("and 19 more faults")


def test_a_cut_is_told_however_many_faults_came_before() -> None:
    content = municipal_file(*[municipal_row("1001", [-1] * 12)] * 3)[:-5]
    refusal = refused(content, Terms(fault_cap=5))
    assert refusal.kind is FaultKind.TRUNCATED


def test_a_header_alone_is_refused() -> None:
    assert "no row" in only_fault(municipal_file()).reason


def test_content_over_the_limit_is_refused() -> None:
    rows = [municipal_row(f"32{part:03d}") for part in range(1, 900)]
    refusal = refused(municipal_file(*rows), Terms(content_limit_bytes=10_000))
    assert "larger than the limit" in refusal.faults[0].reason


def test_values_are_shown_without_control_characters() -> None:
    fault = only_fault(municipal_file(municipal_row(counts=["1\x00\x1b[31m", *[0] * 11])))
    assert fault.value == "1\\x00\\x1b[31m"


def test_batches_hold_what_was_asked_and_the_source_waits_for_the_end() -> None:
    rows = [municipal_row(f"32{part:03d}") for part in range(1, 26)]
    reading = open_reading(io.BytesIO(municipal_file(*rows)))
    batches = reading.batches(10)
    first = next(batches)
    with pytest.raises(RuntimeError, match="not been read"):
        _ = reading.source
    assert [len(first), *(len(batch) for batch in batches)] == [10, 10, 5]
    assert reading.source.rows_used == 25


def test_no_batch_follows_a_fault() -> None:
    rows = [municipal_row(f"32{part:03d}") for part in range(1, 26)]
    rows[12] = municipal_row("32013", [-1] * 12)
    batches = open_reading(io.BytesIO(municipal_file(*rows))).batches(10)
    assert len(next(batches)) == 10
    with pytest.raises(Exception, match="negative"):
        next(batches)


def test_the_stream_stays_open() -> None:
    stream = io.BytesIO(municipal_file(GOOD))
    list(open_reading(stream).batches())
    assert not stream.closed


def test_unix_and_windows_line_ends_read_alike() -> None:
    assert read(municipal_file(GOOD, end="\r\n")).rows == read(municipal_file(GOOD)).rows


def test_a_wrongly_encoded_byte_is_named_with_line_and_column() -> None:
    content = municipal_file(GOOD, municipal_row("1002", name="León"), encoding="utf-8")
    fault = only_fault(content.replace("León".encode(), "León".encode("latin-1")))
    assert (fault.line, fault.column, fault.value) == (3, "Municipio", "Le\\xf3n")


def test_text_encoded_twice_is_named_with_line_and_column() -> None:
    twice = csv_file([["region_operativa", "cve_ent", "entidad"], ["Noroeste", "01", "MÃ©xico"]], "utf-8")
    fault = only_fault(twice)
    assert (fault.line, fault.column) == (2, "entidad")
