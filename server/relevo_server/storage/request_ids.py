"""First answers to request ids, kept with the writes that they belong to."""

from __future__ import annotations

from sqlalchemy import Column, Connection, String, Table, Text, insert, select

from relevo_server.storage.metadata import Instant, metadata
from relevo_server.usecases.ports import Remembered

request_ids = Table(
    "request_ids",
    metadata,
    Column("caller", String, primary_key=True),
    Column("method", String, primary_key=True),
    Column("request_id", String, primary_key=True),
    Column("request_sha256", String, nullable=False),
    Column("answer", Text, nullable=False),
    Column("created", Instant, nullable=False, index=True),
)


def recall(connection: Connection, caller: str, method: str, request_id: str) -> Remembered | None:
    """Read what a caller was answered before."""
    keys = request_ids.c
    statement = select(keys.request_sha256, keys.answer, keys.created).where(
        keys.caller == caller, keys.method == method, keys.request_id == request_id
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else Remembered(row.request_sha256, row.answer, row.created)


def remember(connection: Connection, caller: str, method: str, request_id: str, remembered: Remembered) -> None:
    """Keep an answer."""
    values = {
        "caller": caller,
        "method": method,
        "request_id": request_id,
        "request_sha256": remembered.request_sha256,
        "answer": remembered.answer,
        "created": remembered.created,
    }
    connection.execute(insert(request_ids).values(values))
