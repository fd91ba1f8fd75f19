"""Field masks: which fields an update is about."""

from __future__ import annotations

from collections.abc import Mapping

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from relevo_server.wire.reading import Reading


def paths_of(reading: Reading, mask: FieldMask, message: Message, fields: Mapping[str, str]) -> frozenset[str]:
    """Return the fields that an update is about, in the words of the code; an unknown path is noted.

    Args:
        reading: Where to note.
        mask: As the caller gave it; empty: every field that is filled; ``*``: all.
        message: The new values.
        fields: The wire's name of each field that can change, and the code's.
    """
    if not mask.paths:
        filled = {field.name for field, _ in message.ListFields()}
        return frozenset(own for name, own in fields.items() if name in filled)
    if list(mask.paths) == ["*"]:
        return frozenset(fields.values())
    for index, path in enumerate(mask.paths):
        if path not in fields:
            why = f"{path[:80]!r} cannot be changed"
            reading.note(f"update_mask.paths[{index}]", why, f"Choose from {', '.join(sorted(fields))}")
    return frozenset(fields[path] for path in mask.paths if path in fields)
