"""Instances and plans as canonical JSON: the same question has the same text, byte for byte, and so the same hash.

Keys are sorted, nothing is left out, floats are written as the shortest text that reads back exactly (``repr``), whole
numbers in fields of fractions become fractions, and text is Unicode (UTF-8 when hashed).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import Any

from relevo_planner.instance import Instance
from relevo_planner.plan import Plan


def canonical_json(value: Instance | Plan) -> str:
    """The canonical text of an instance or a plan.

    Raises:
        ValueError: if a number is not finite.
    """
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def instance_sha256(instance: Instance) -> str:
    """SHA-256 of the canonical JSON, in lower-case hexadecimal."""
    return sha256(canonical_json(instance).encode()).hexdigest()


def plain(value: Any, *, fraction: bool = False) -> Any:
    """Dataclasses, mappings, sequences, enumerations and dates as what JSON knows."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float)):
        return float(value) if fraction else value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name), fraction="float" in str(f.type)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(entry, fraction=fraction) for key, entry in value.items()}
    return [plain(entry, fraction=fraction) for entry in value]
