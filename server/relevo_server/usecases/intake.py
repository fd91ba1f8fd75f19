"""Import one official file: nothing is written unless everything is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, BinaryIO

from relevo_server.domain.dataset import Dataset
from relevo_server.domain.days import day_of
from relevo_server.domain.errors import ErrorReason, Fault, Faults, refusal
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.domain.limits import day_faults, text_faults
from relevo_server.domain.principal import Principal
from relevo_server.intake import (
    CATALOGUE,
    CERTIFIED_HOMICIDE_DEATH,
    GEOCODED_COUNTS,
    INTENTIONAL_HOMICIDE,
    MUNICIPALITY_SHEET,
    IntakeRefused,
    OnFault,
    Reading,
    Terms,
    open_reading,
)
from relevo_server.intake.boundaries import LAYOUT_ID as BOUNDARIES
from relevo_server.intake.boundaries import is_boundary_file, read_boundaries
from relevo_server.intake.source import HEADER_BYTES, first_content
from relevo_server.usecases.access import IMPORT, require
from relevo_server.usecases.boundaries import IsInside, inside_of, store_boundaries
from relevo_server.usecases.gazetteer import Gazetteer
from relevo_server.usecases.intake_counts import COUNT_LAYOUTS, store_counts
from relevo_server.usecases.intake_faults import FAULTS_GATHERED, refused_file
from relevo_server.usecases.intake_places import PLACE_LAYOUTS, store_places
from relevo_server.usecases.intake_result import ImportResult, left_out_of
from relevo_server.usecases.ports import Ports, WriteUnit
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once

_PREFIX = "crimeTypes/"
_BLOCK_BYTES = 1 << 20
_CRIMES = {crime.id: crime for crime in (INTENTIONAL_HOMICIDE, CERTIFIED_HOMICIDE_DEATH)}
# These two tell which municipalities exist; every other file must name known ones.
_FOUNDING = (CATALOGUE, MUNICIPALITY_SHEET)


@dataclass(frozen=True, slots=True)
class ImportTerms:
    """What the caller says of the file and asks of its reading.

    Attributes:
        title: The file's name, for people.
        sha256: Of the bytes sent, hexadecimal; empty: not checked.
        size_bytes: Of the bytes sent; 0: not checked.
        on_fault: What a bad row does to the others.
        absent_means: By ``crimeTypes/{slug}``, what a municipality without a row has.
        absent_means_default: For the crime types not named.
        cut_off: Last day that the file can know of; None: not said.
        population_year: The year to keep of several; 0: the latest that is not in the future.
        crime_type: What a sheet counts whose header does not say it, ``crimeTypes/{slug}``.
        years: That the file is said to be of; empty: not said.
    """

    title: str = ""
    sha256: str = ""
    size_bytes: int = 0
    on_fault: OnFault = OnFault.REFUSE
    absent_means: Mapping[str, AbsentMeans] = field(default_factory=dict)
    absent_means_default: AbsentMeans = AbsentMeans.UNKNOWN
    cut_off: date | None = None
    population_year: int = 0
    crime_type: str = ""
    years: tuple[int, ...] = ()


def import_file(
    ports: Ports, principal: Principal, stream: BinaryIO, terms: ImportTerms, *, write: Write = PLAIN_WRITE
) -> ImportResult:
    """Import a file whose layout is found by its header.

    Args:
        ports: The outside.
        principal: Who asks.
        stream: The whole file, plain or gzip; can be rewound.
        terms: What the caller says and asks.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, INTAKE_TRUNCATED, INTAKE_REFUSED, LAYOUT_UNKNOWN,
            MUNICIPALITY_UNKNOWN, REQUEST_ID_REUSED.
    """
    require(principal, IMPORT)
    faults = write.found()
    faults.extend(text_faults("header.title", terms.title))
    faults.extend(day_faults("header.cut_off", terms.cut_off, required=False))
    _check_crime_type(faults, terms.crime_type)
    faults.refuse("the file")
    received_sha256 = _check_received(stream, terms)

    def act(unit: WriteUnit) -> ImportResult:
        try:
            return _import(ports, unit, stream, terms)
        except IntakeRefused as refused:
            raise refused_file(refused) from refused

    return write_once(ports, principal, write, "ImportFile", (terms, received_sha256), ImportResult, act)


def _import(ports: Ports, unit: WriteUnit, stream: BinaryIO, terms: ImportTerms) -> ImportResult:
    gazetteer = Gazetteer(unit)
    if is_boundary_file(_beginning(stream)):
        return _import_boundaries(unit, stream, _reading_terms(terms, gazetteer.municipality_keys()))
    reading = _open(stream, terms, gazetteer.municipality_keys(), inside_of(unit), day_of(ports.clock.now()))
    dataset: Dataset | None = None
    if reading.layout in COUNT_LAYOUTS:
        dataset, written = store_counts(ports, unit, reading, terms.title, terms.cut_off)
    else:
        store_places(gazetteer, reading, terms.population_year, ports.clock.now().year)
        written = gazetteer.write(unit)
    rows, total, unplaced = left_out_of(reading.report)
    if reading.layout is GEOCODED_COUNTS:
        # The answer is remembered with its request id: no part of a point may stand in it.
        rows = tuple(replace(row, value="") for row in rows)
    return ImportResult(
        layout=reading.layout.id,
        rows_read=reading.rows_read,
        records_written=written,
        dataset=dataset,
        already_imported=written == 0,
        left_out=rows,
        left_out_total=total,
        unplaced_rows=unplaced,
        notices=reading.report.notices,
    )


def _import_boundaries(unit: WriteUnit, stream: BinaryIO, terms: Terms) -> ImportResult:
    file = read_boundaries(stream, terms)
    written = store_boundaries(unit, file)
    return ImportResult(
        layout=BOUNDARIES,
        rows_read=len(file.facts),
        records_written=written,
        dataset=None,
        already_imported=written == 0,
        left_out=(),
        left_out_total=0,
        unplaced_rows=0,
        notices=file.report.notices,
    )


def _beginning(stream: BinaryIO) -> bytes:
    first = stream.read(HEADER_BYTES)
    stream.seek(0)
    return first_content(first)


def _open(
    stream: BinaryIO, terms: ImportTerms, known: frozenset[str], is_inside: IsInside, today: date
) -> Reading[Any]:
    layouts = (*PLACE_LAYOUTS, *COUNT_LAYOUTS)
    reading = open_reading(stream, _reading_terms(terms, None), layouts)
    if reading.layout in _FOUNDING:
        return reading
    stream.seek(0)
    return open_reading(stream, replace(_reading_terms(terms, known), is_inside=is_inside, today=today), layouts)


def _reading_terms(terms: ImportTerms, known: frozenset[str] | None) -> Terms:
    return Terms(
        on_fault=terms.on_fault,
        cut_off=terms.cut_off,
        absent_means={name.removeprefix(_PREFIX): meaning for name, meaning in terms.absent_means.items()},
        absent_means_default=terms.absent_means_default,
        years=frozenset(terms.years) or None,
        crime=_CRIMES.get(terms.crime_type.removeprefix(_PREFIX)),
        known_municipalities=known,
        fault_cap=FAULTS_GATHERED,
    )


def _check_crime_type(faults: Faults, name: str) -> None:
    if name and name.removeprefix(_PREFIX) not in _CRIMES:
        known = ", ".join(f"{_PREFIX}{crime_id}" for crime_id in _CRIMES)
        faults.add("header.crime_type", f"{name[:80]!r} is not known", f"Sheets may count {known}")


def _check_received(stream: BinaryIO, terms: ImportTerms) -> str:
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    while block := stream.read(_BLOCK_BYTES):
        digest.update(block)
        size += len(block)
    stream.seek(0)
    found: list[Fault] = []
    remedy = "Send the file again, whole"
    if terms.size_bytes and size != terms.size_bytes:
        why = f"{size:,} bytes arrived of {terms.size_bytes:,} announced"
        found.append(Fault("header.size_bytes", why, remedy, ErrorReason.INTAKE_TRUNCATED))
    if terms.sha256 and digest.hexdigest() != terms.sha256:
        why = f"the bytes that arrived have {digest.hexdigest()}"
        found.append(Fault("header.sha256", why, remedy, ErrorReason.INTAKE_TRUNCATED))
    if found:
        raise refusal(ErrorReason.INTAKE_TRUNCATED, "the upload is not the file that was announced", found)
    return digest.hexdigest()
