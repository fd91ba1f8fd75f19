"""Files made at random read back as written; damaged at random they are refused, or lose no other row."""

import csv
import gzip
import io
import random
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from relevo_server.domain.incidence import MunicipalCounts
from relevo_server.intake import IntakeRefused, OnFault, Parsed, Terms, parse
from tests.server.intake.made import HEADER, csv_file, municipal_file, municipal_row

CRIMES = [
    ("La vida y la Integridad corporal", "Homicidio", "Homicidio doloso", "Con arma de fuego"),
    ("La vida y la Integridad corporal", "Homicidio", "Homicidio doloso", "Con arma blanca"),
    ("Libertad personal", "Secuestro", "Secuestro", "Secuestro exprés"),
    ("El patrimonio", "Robo", "Robo de maquinaria", "Robo de cables, tubos y otros objetos"),
]
NAMES = st.sampled_from(["Cosío", "San José de Gracia", "Ñuu Savi", 'Villa "Unión"', "Uno, dos", "Güémez"])
COUNTS = st.lists(st.none() | st.integers(0, 5_000), min_size=12, max_size=12)
KEYS = st.builds(lambda state, part: f"{state:02d}{part:03d}", st.integers(1, 32), st.integers(1, 999))

identities = st.tuples(KEYS, st.integers(2015, 2025), st.sampled_from(CRIMES))
tables = st.dictionaries(identities, st.tuples(NAMES, COUNTS), min_size=1, max_size=12)


def written(table: dict[Any, Any], *, zeros_lost: bool) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = []
    for (key, year, crime), (name, counts) in table.items():
        cells = ["" if value is None else value for value in counts]
        rows.append(municipal_row(str(int(key)) if zeros_lost else key, cells, year, crime, name))
    return rows


@given(
    table=tables,
    codec=st.sampled_from(["utf-8", "utf-8-sig", "latin-1", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n"]),
    zeros_lost=st.booleans(),
    packed=st.booleans(),
    order=st.randoms(use_true_random=False),
)
def test_what_is_written_is_read(
    table: dict[Any, Any], codec: str, end: str, zeros_lost: bool, packed: bool, order: random.Random
) -> None:
    positions = list(range(len(HEADER)))
    order.shuffle(positions)
    rows = [HEADER, *written(table, zeros_lost=zeros_lost)]
    content = csv_file([[row[position] for position in positions] for row in rows], codec, end)
    parsed: Parsed[MunicipalCounts] = parse(io.BytesIO(gzip.compress(content) if packed else content))
    found = {
        (
            row.place_key,
            row.year,
            (row.crime.legal_good, row.crime.type, row.crime.subtype, row.crime.modality),
        ): row.counts
        for row in parsed.rows
    }
    assert found == {identity: tuple(counts) for identity, (_, counts) in table.items()}


ROWS = [
    municipal_row(f"{state}{part:03d}", [(state * part + month) % 7 for month in range(12)], 2024, crime, name)
    for state, name in ((1, "Cosío"), (12, "Güémez, Villa de"), (32, "Ñuu Savi"))
    for part in (1, 2)
    for crime in CRIMES
]
CONTENT = {codec: municipal_file(*ROWS, encoding=codec) for codec in ("utf-8", "latin-1")}
KNOWN = frozenset(f"{state:02d}{part:03d}" for state in (1, 12, 32) for part in (1, 2))
TRUE_ROWS = {(row.place_key, row.crime.classification): row for row in parse(io.BytesIO(CONTENT["utf-8"])).rows}
LINE_OF = {identity: line for line, identity in enumerate(TRUE_ROWS, start=2)}


def attempt(content: bytes, on_fault: OnFault) -> Parsed[MunicipalCounts] | None:
    try:
        return parse(io.BytesIO(content), Terms(on_fault=on_fault, known_municipalities=KNOWN))
    except IntakeRefused as refusal:
        told = refusal
    assert told.faults
    assert told.fault_total >= len(told.faults)
    assert str(told).encode("utf-8")
    return None


def damaged(content: bytes, position: int, kind: str, byte: int) -> bytes:
    if kind == "flip":
        return content[:position] + bytes([byte]) + content[position + 1 :]
    if kind == "drop":
        return content[:position] + content[position + 1 :]
    return content[:position] + bytes([byte]) + content[position:]


@given(
    codec=st.sampled_from(["utf-8", "latin-1"]),
    place=st.floats(0, 1, exclude_max=True),
    kind=st.sampled_from(["flip", "drop", "insert"]),
    byte=st.integers(0, 255) | st.sampled_from(list(b'\n\r",\x00\xc3\xf1')),
    on_fault=st.sampled_from(OnFault),
)
def test_one_damaged_byte_touches_no_other_row(
    codec: str, place: float, kind: str, byte: int, on_fault: OnFault
) -> None:
    position = int(place * len(CONTENT[codec]))
    parsed = attempt(damaged(CONTENT[codec], position, kind, byte), on_fault)
    if parsed is None:
        return
    line = CONTENT[codec][:position].count(b"\n") + 1
    reported = {line for group in parsed.left_out if not group.kept for line in group.lines}
    found = {(row.place_key, row.crime.classification): row for row in parsed.rows}
    assert len(parsed.rows) == len(found) <= len(TRUE_ROWS)
    for identity, row in TRUE_ROWS.items():
        # A lost line end makes one line of two.
        if LINE_OF[identity] in {line, line + 1}:
            continue
        # A quote opened by chance swallows the rows up to the next one; then that is reported.
        if identity not in found:
            assert reported
            continue
        assert same(found[identity], row)


def same(one: MunicipalCounts, other: MunicipalCounts) -> bool:
    return (one.place_key, one.year, one.counts) == (other.place_key, other.year, other.counts)


@given(content=st.binary(max_size=300))
def test_any_bytes_at_all_are_refused_in_order(content: bytes) -> None:
    assert attempt(content, OnFault.SKIP) is None
    assert attempt(municipal_file() + content, OnFault.REFUSE) is None


@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255), end=st.floats(0, 1, exclude_max=True))
def test_a_damaged_gzip_is_refused_or_whole(place: float, change: int, end: float) -> None:
    packed = gzip.compress(CONTENT["utf-8"], mtime=0)
    position = int(place * len(packed))
    flipped = damaged(packed, position, "flip", packed[position] ^ change)
    for content in (flipped, packed[: int(end * len(packed))]):
        parsed = attempt(content, OnFault.SKIP)
        if parsed is not None:
            assert {row.place_key for row in parsed.rows} == KNOWN
            assert len(parsed.rows) == len(TRUE_ROWS)


@given(end=st.floats(0, 1, exclude_max=True))
def test_a_cut_file_is_never_taken_for_whole_in_silence(end: float) -> None:
    content = CONTENT["utf-8"][: int(end * len(CONTENT["utf-8"]))]
    parsed = attempt(content, OnFault.SKIP)
    if parsed is None:
        return
    whole_rows = csv.reader(io.StringIO(content.decode("utf-8")))
    assert len(parsed.rows) == sum(1 for _ in whole_rows) - 1
    assert content.endswith(b"\n") or parsed.notices
