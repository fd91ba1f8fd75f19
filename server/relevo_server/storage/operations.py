"""Long-running operations."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, RowMapping, String, Table, Text, false

from relevo_server.domain.operation import Operation, OperationState, Progress
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf

operations = Table(
    "operations",
    metadata,
    Column("name", String, primary_key=True),
    Column("method", String, nullable=False),
    Column("principal", String, nullable=False),
    Column("request", Text, nullable=False),
    Column("time_limit_seconds", Float, nullable=False),
    Column("created", Instant, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("phase", String, nullable=False),
    Column("incumbent", Float),
    Column("bound", Float),
    Column("elapsed_seconds", Float, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("cancel_requested", Boolean, nullable=False),
    Column("result", String, nullable=False),
    Column("error_reason", String),
    Column("error_message", Text),
    Column("version", Integer, nullable=False),
    Column("deleted", Boolean, nullable=False, server_default=false()),
    Index("ix_operations_created_name", "created", "name"),
)


def _row(operation: Operation) -> Row:
    reason, message = operation.error or (None, None)
    return {
        "name": operation.name,
        "method": operation.method,
        "principal": operation.principal,
        "request": operation.request,
        "time_limit_seconds": operation.time_limit_seconds,
        "created": operation.created,
        "updated": operation.updated,
        "state": operation.state.value,
        "phase": operation.progress.phase,
        "incumbent": operation.progress.incumbent,
        "bound": operation.progress.bound,
        "elapsed_seconds": operation.progress.elapsed_seconds,
        "attempt": operation.attempt,
        "cancel_requested": operation.cancel_requested,
        "result": operation.result,
        "error_reason": reason,
        "error_message": message,
        "version": operation.version,
        "deleted": operation.deleted,
    }


def _operation(row: RowMapping, _parts: PartRows) -> Operation:
    return Operation(
        name=row["name"],
        method=row["method"],
        principal=row["principal"],
        request=row["request"],
        time_limit_seconds=row["time_limit_seconds"],
        created=row["created"],
        updated=row["updated"],
        state=OperationState(row["state"]),
        progress=Progress(row["phase"], row["incumbent"], row["bound"], row["elapsed_seconds"]),
        attempt=row["attempt"],
        cancel_requested=row["cancel_requested"],
        result=row["result"],
        error=None if row["error_reason"] is None else (row["error_reason"], row["error_message"]),
        version=row["version"],
        deleted=row["deleted"],
    )


OPERATIONS = Shelf(
    kind=Operation,
    table=operations,
    columns={field: operations.c[field] for field in ("name", "method", "principal", "state", "created", "deleted")},
    to_row=_row,
    from_row=_operation,
    is_versioned=True,
)
