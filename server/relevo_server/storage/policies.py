"""Versions of policies. Triggers of the database refuse to change them."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import Column, Index, Integer, RowMapping, String, Table, Text

from relevo_server.domain.policy_version import PolicyVersion
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf

policies = Table(
    "policies",
    metadata,
    Column("name", String, primary_key=True),
    Column("policy", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("numbers", Text, nullable=False),
    Column("principal", String, nullable=False),
    Column("created", Instant, nullable=False),
    Index("ix_policies_policy_number", "policy", "number", unique=True),
)
_FIELDS = tuple(field.name for field in fields(PolicyVersion))


def _row(version: PolicyVersion) -> Row:
    return {field: getattr(version, field) for field in _FIELDS}


def _version(row: RowMapping, _parts: PartRows) -> PolicyVersion:
    return PolicyVersion(**{field: row[field] for field in _FIELDS})


POLICIES = Shelf(
    kind=PolicyVersion,
    table=policies,
    columns={field: policies.c[field] for field in ("name", "policy", "number", "created")},
    to_row=_row,
    from_row=_version,
)
