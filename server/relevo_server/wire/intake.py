"""Imports."""

from __future__ import annotations

from relevo.v1 import intake_service_pb2, upload_pb2
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.domain.upload import UploadDraft
from relevo_server.intake import OnFault
from relevo_server.usecases.intake import ImportTerms
from relevo_server.usecases.intake_result import ImportResult
from relevo_server.usecases.uploads import UploadState
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import day_of, timestamp
from relevo_server.wire.incidence import ABSENT_MEANS, dataset_message
from relevo_server.wire.reading import Reading

ON_FAULT = Choice(intake_service_pb2.ImportHeader.OnFault.DESCRIPTOR, OnFault, "ON_FAULT_")


def import_terms_of(reading: Reading, header: intake_service_pb2.ImportHeader) -> ImportTerms:
    """Return what a caller says of a file."""
    absent = {
        name: ABSENT_MEANS.member(reading, f"header.absent_means[{name}]", number) or AbsentMeans.UNKNOWN
        for name, number in header.absent_means.items()
    }
    default = ABSENT_MEANS.member(reading, "header.absent_means_default", header.absent_means_default)
    return ImportTerms(
        title=header.title,
        sha256=header.sha256,
        size_bytes=header.size_bytes,
        on_fault=ON_FAULT.member(reading, "header.on_fault", header.on_fault) or OnFault.REFUSE,
        absent_means=absent,
        absent_means_default=default or AbsentMeans.UNKNOWN,
        cut_off=day_of(reading, "header.cut_off", header.cut_off),
        population_year=header.population_year,
        crime_type=header.crime_type,
        years=tuple(header.years),
    )


def upload_draft_of(message: upload_pb2.Upload) -> UploadDraft:
    """Return what a caller announces."""
    return UploadDraft(message.title, message.sha256, message.size_bytes)


def upload_message(state: UploadState) -> upload_pb2.Upload:
    """Return the wire form of a file on its way."""
    upload = state.upload
    return upload_pb2.Upload(
        name=upload.name,
        title=upload.title,
        sha256=upload.sha256,
        size_bytes=upload.size_bytes,
        received_bytes=upload.received_bytes,
        received_sha256=state.received_sha256,
        read_bytes=state.read_bytes,
        expire_time=timestamp(upload.expires),
    )


def import_response(result: ImportResult) -> intake_service_pb2.ImportFileResponse:
    """Return the wire form of what came of an import."""
    return intake_service_pb2.ImportFileResponse(
        layout=result.layout,
        rows_read=result.rows_read,
        records_written=result.records_written,
        dataset=None if result.dataset is None else dataset_message(result.dataset),
        already_imported=result.already_imported,
        left_out=[
            intake_service_pb2.LeftOutRow(line=row.line, column=row.column, value=row.value, reason=row.reason)
            for row in result.left_out
        ],
        left_out_total=result.left_out_total,
        unplaced_rows=result.unplaced_rows,
        notices=result.notices,
    )
