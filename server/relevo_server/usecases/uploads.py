"""Files that arrive in steps: announced, sent, sent on where the line was cut, imported."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import BinaryIO, cast

from relevo_server.domain.errors import ErrorReason, Fault, Faults, RelevoError, not_found, refusal
from relevo_server.domain.principal import Principal
from relevo_server.domain.upload import MOST_BYTES, MOST_UNFINISHED, Upload, UploadDraft, begin_upload, is_upload_name
from relevo_server.intake.official.cells import holds_points
from relevo_server.intake.source import HEADER_BYTES
from relevo_server.usecases.access import IMPORT, require
from relevo_server.usecases.intake import ImportTerms, import_file
from relevo_server.usecases.intake_result import ImportResult
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.upload_room import UploadRoom
from relevo_server.usecases.writing import PLAIN_WRITE, Write

_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class UploadState:
    """An upload, the SHA-256 of what has arrived, and how far a running import has read it (0: none is running)."""

    upload: Upload
    received_sha256: str
    read_bytes: int = 0


def create_upload(
    ports: Ports, principal: Principal, draft: UploadDraft, faults: tuple[Fault, ...] = ()
) -> UploadState:
    """Announce a file; one that is already on its way is answered with what has arrived of it.

    Args:
        ports: The outside.
        principal: Who sends it.
        draft: What is announced.
        faults: What was already found wrong with it.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, TOO_LARGE, UPLOAD_LIMIT.
    """
    require(principal, IMPORT)
    found = Faults(list(faults))
    found.extend(draft.faults())
    found.refuse("the upload")
    room, now = _room(ports), ports.clock.now()
    if draft.size_bytes > MOST_BYTES:
        limit = {"limit_bytes": str(MOST_BYTES)}
        raise refusal(ErrorReason.TOO_LARGE, f"the file is over {MOST_BYTES:,} bytes", metadata=limit)
    _forget_expired(room, now)
    begun = begin_upload(principal.name, draft, now)
    unfinished = {upload.name for upload in room.all() if upload.owner == principal.name}
    if begun.name not in unfinished and len(unfinished) >= MOST_UNFINISHED:
        why = f"{principal.name} has {len(unfinished)} unfinished uploads: finish one, or wait until they expire"
        raise refusal(ErrorReason.UPLOAD_LIMIT, why, metadata={"limit": str(MOST_UNFINISHED)})
    room.keep(begun)
    return _state(room, _kept(room, principal, begun.name, now))


def get_upload(ports: Ports, principal: Principal, name: str) -> UploadState:
    """Tell how far a file has arrived.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, IMPORT)
    room = _room(ports)
    return _state(room, _kept(room, principal, name, ports.clock.now()))


def go_on(ports: Ports, principal: Principal, name: str, offset: int) -> Upload:
    """Begin to send from ``offset``, which is where the bytes held end; 0: begin anew.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND, UPLOAD_OFFSET.
    """
    require(principal, IMPORT)
    room, now = _room(ports), ports.clock.now()
    upload = _kept(room, principal, name, now)
    if offset == 0 and upload.received_bytes:
        room.begin_anew(name)
    elif offset != upload.received_bytes:
        raise _elsewhere(name, upload.received_bytes)
    room.keep(upload.kept_from(now))
    return upload


def take(ports: Ports, upload: Upload, offset: int, chunk: bytes) -> int:
    """Keep the next bytes of a file.

    Returns:
        Where the next ones begin.

    Raises:
        RelevoError: NOT_FOUND, UPLOAD_OFFSET, INVALID_FIELDS where there are more than was announced, POINTS_NOT_KEPT.
    """
    room = _room(ports)
    end = offset + len(chunk)
    if end > upload.size_bytes:
        faults = Faults()
        faults.add("chunk", f"more than the {upload.size_bytes:,} bytes announced arrive", "Announce the file anew")
        faults.refuse("the upload")
    if offset < HEADER_BYTES and holds_points(_held(room, upload.name, offset) + chunk):
        room.remove(upload.name)
        why = "the file holds points, which are not kept, not even on their way: send it in one call"
        raise refusal(ErrorReason.POINTS_NOT_KEPT, why, metadata={"name": upload.name})
    held = room.append(upload.name, offset, chunk)
    if held < 0:
        raise not_found(upload.name)
    if held != end:
        raise _elsewhere(upload.name, held)
    return end


def import_upload(
    ports: Ports, principal: Principal, name: str, terms: ImportTerms, *, write: Write = PLAIN_WRITE
) -> ImportResult:
    """Import a file that has arrived whole, and forget it.

    A file that is refused for its rows, or for a catalogue that lacks them, is kept until it expires: it can be
    imported on other terms without being sent again.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND, UPLOAD_INCOMPLETE, and what ``import_file`` raises.
    """
    require(principal, IMPORT)
    room = _room(ports)
    upload = _kept(room, principal, name, ports.clock.now())
    if not upload.is_whole:
        raise _incomplete(upload)
    announced = replace(
        terms,
        title=terms.title or upload.title,
        sha256=terms.sha256 or upload.sha256,
        size_bytes=terms.size_bytes or upload.size_bytes,
    )
    try:
        with room.open(name) as file:
            result = import_file(ports, principal, _watched(file, room, name), announced, write=write)
    except FileNotFoundError as error:
        raise not_found(name) from error
    except RelevoError as error:
        if error.reason is ErrorReason.INTAKE_TRUNCATED:
            room.remove(name)
        raise
    finally:
        room.note_read(name, 0)
    if not write.validate_only:
        room.remove(name)
    return result


class _Watched(io.RawIOBase):
    """A file whose reader is watched."""

    def __init__(self, file: BinaryIO, room: UploadRoom, name: str) -> None:
        self._file = file
        self._room = room
        self._name = name

    def read(self, size: int = -1, /) -> bytes:
        block = self._file.read(size)
        self._room.note_read(self._name, self._file.tell())
        return block

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)


def _watched(file: BinaryIO, room: UploadRoom, name: str) -> BinaryIO:
    return cast("BinaryIO", _Watched(file, room, name))


def _room(ports: Ports) -> UploadRoom:
    if ports.uploads is None:
        why = "this server keeps no unfinished files: send the file in one call"
        raise refusal(ErrorReason.UPLOAD_LIMIT, why, metadata={"limit": "0"})
    return ports.uploads


def _held(room: UploadRoom, name: str, most: int) -> bytes:
    if not most:
        return b""
    try:
        with room.open(name) as file:
            return file.read(most)
    except FileNotFoundError:
        return b""


def _kept(room: UploadRoom, principal: Principal, name: str, now: datetime) -> Upload:
    upload = room.get(name) if is_upload_name(name) else None
    if upload is None or upload.owner != principal.name:
        raise not_found(name)
    if upload.expires <= now:
        room.remove(name)
        raise not_found(name)
    return upload


def _forget_expired(room: UploadRoom, now: datetime) -> None:
    for upload in room.all():
        if upload.expires <= now:
            room.remove(upload.name)


def _state(room: UploadRoom, upload: Upload) -> UploadState:
    with room.open(upload.name) as file:
        digest = hashlib.sha256()
        for block in iter(partial(file.read, _BLOCK_BYTES), b""):
            digest.update(block)
    return UploadState(upload, digest.hexdigest(), room.read_bytes(upload.name))


def _elsewhere(name: str, held: int) -> RelevoError:
    why = f"the bytes held end at {held:,}"
    fault = Fault(name, why, "Go on from there", ErrorReason.UPLOAD_OFFSET)
    return refusal(ErrorReason.UPLOAD_OFFSET, f"{name}: {why}", [fault], {"received_bytes": str(held)})


def _incomplete(upload: Upload) -> RelevoError:
    why = f"{upload.received_bytes:,} of {upload.size_bytes:,} bytes have arrived"
    fault = Fault(upload.name, why, "Send the rest", ErrorReason.UPLOAD_INCOMPLETE)
    held = {"received_bytes": str(upload.received_bytes), "size_bytes": str(upload.size_bytes)}
    return refusal(ErrorReason.UPLOAD_INCOMPLETE, f"{upload.name}: {why}", [fault], held)
