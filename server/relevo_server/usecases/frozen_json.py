"""Frozen dataclasses as canonical JSON and back.

Canonical: keys sorted, no blanks, fields that hold their default left out, so that equal values give equal texts and
a new field with a default changes no hash of what was before it.
"""

from __future__ import annotations

import hashlib
import json
import math
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

REMEMBERED, MOST_REMEMBERED = 16, 1 << 19
"""Texts of which what was read is kept, and the most characters of one: some tens of megabytes in all."""


def to_json(value: object, *, finite: bool = True) -> str:
    """Write a value made of dataclasses, tuples, mappings with text keys, enums, days, instants and plain values.

    Args:
        value: What to write.
        finite: Refuse numbers that JSON does not know. Without it they are written as the words of protobuf's JSON
            (``"NaN"``, ``"Infinity"``), and the text cannot be read back.

    Raises:
        ValueError: A number is not finite.
    """
    plain = _plain(value) if finite else _worded(_plain(value))
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def from_json(kind: type[T], text: str) -> T:
    """Read what ``to_json`` wrote.

    Raises:
        ValueError: The text does not hold a ``kind``.
    """
    try:
        built: T = _build(kind, json.loads(text))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"the text holds no {kind.__name__}: {error}") from error
    return built


def remembered(kind: type[T], text: str) -> T:
    """Read what ``to_json`` wrote, or give what was read of the same text lately: what is frozen can be shared.

    Reading a plan takes ten times as long as telling it, and watchers ask for the same one again and again. Long texts
    are read anew every time: what they hold would take the memory of a hundred short ones.

    Raises:
        ValueError: The text does not hold a ``kind``.
    """
    if len(text) > MOST_REMEMBERED:
        return from_json(kind, text)
    known: T = _remembered(cast(Any, kind), text)
    return known


@lru_cache(maxsize=REMEMBERED)
def _remembered(kind: type[Any], text: str) -> Any:
    return from_json(kind, text)


def sha256_of(text: str) -> str:
    """Hexadecimal SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if not _is_default(getattr(value, field.name), field)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(item) for item in value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical JSON")


def _worded(plain: Any) -> Any:
    if isinstance(plain, float) and not math.isfinite(plain):
        return "NaN" if math.isnan(plain) else "Infinity" if plain > 0 else "-Infinity"
    if isinstance(plain, dict):
        return {key: _worded(item) for key, item in plain.items()}
    return [_worded(item) for item in plain] if isinstance(plain, list) else plain


def _is_default(value: object, field: Any) -> bool:
    if field.default is not MISSING:
        return type(value) is type(field.default) and bool(value == field.default)
    return field.default_factory is not MISSING and bool(value == field.default_factory())


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _build_union(get_args(kind), plain)
    if origin is tuple:
        return _build_tuple(get_args(kind), plain)
    if origin is not None and issubclass(origin, Mapping):
        key_kind, item_kind = get_args(kind)
        return {_build(key_kind, key): _build(item_kind, item) for key, item in plain.items()}
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{name: _build(hints[name], item) for name, item in plain.items()})  # type: ignore[operator]
    if kind is datetime or kind is date:
        return kind.fromisoformat(plain)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    # JSON writes 1.0 as 1.0, but a whole float may come from another writer.
    return float(plain) if kind is float and plain is not None else plain


def _build_union(kinds: tuple[Any, ...], plain: Any) -> Any:
    if plain is None:
        return None
    (only,) = (kind for kind in kinds if kind is not types.NoneType)
    return _build(only, plain)


def _build_tuple(kinds: tuple[Any, ...], plain: Any) -> Any:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_build(kinds[0], item) for item in plain)
    return tuple(_build(kind, item) for kind, item in zip(kinds, plain, strict=True))
