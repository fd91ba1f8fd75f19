"""Resource names: how records are called across the system, and etags that say which version was read."""

from __future__ import annotations

import hashlib
import re

_MUNICIPALITY = re.compile(r"municipalities/([0-9]{5})")
_STATE = re.compile(r"states/([0-9]{2})")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


def municipality_name(key: str) -> str:
    """``12001`` to ``municipalities/12001``."""
    return f"municipalities/{key}"


def state_name(key: str) -> str:
    """``12`` to ``states/12``."""
    return f"states/{key}"


def state_of(municipality: str) -> str:
    """The state of a municipality by its name: ``municipalities/12001`` to ``states/12``."""
    return f"states/{key_of(municipality)[:2]}"


def key_of(name: str) -> str:
    """The last segment of a name."""
    return name.rpartition("/")[2]


def is_municipality(name: str) -> bool:
    """Whether it has the form ``municipalities/{five digits}``."""
    return _MUNICIPALITY.fullmatch(name) is not None


def is_state(name: str) -> bool:
    """Whether it has the form ``states/{two digits}``."""
    return _STATE.fullmatch(name) is not None


def is_id(text: str) -> bool:
    """Whether a caller may choose it as an id: lower-case letters, digits and hyphens, 1 to 63 of them."""
    return _ID.fullmatch(text) is not None


def etag_of(name: str, version: int) -> str:
    """An opaque text that changes with every write of the record."""
    return hashlib.sha256(f"{name}\n{version}".encode()).hexdigest()[:16]
