"""Files on their way, in a folder that only the server's user can read: two files each, what it is and its bytes."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from relevo_server.domain.upload import Upload
from relevo_server.usecases.frozen_json import from_json, to_json

_PREFIX = "uploads/"
_NO_SUCH = -1


class UploadFolder:
    """Keeps uploads in a folder; see ``usecases.upload_room``.

    Bytes are appended under a lock and only at the end of those held, so that a connection that was thought dead cannot
    write into what its successor sends. They are not synced: a machine that loses power may hold fewer or other bytes
    afterwards, which the SHA-256 of what is held tells the sender.

    Args:
        folder: Made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._lock = threading.Lock()
        self._read: dict[str, int] = {}

    def all(self) -> list[Upload]:
        """Every upload kept, expired ones included."""
        names = sorted(f"{_PREFIX}{path.stem}" for path in self._folder.glob("*.json"))
        return [upload for name in names if (upload := self.get(name)) is not None]

    def get(self, name: str) -> Upload | None:
        """The upload of that name with what has arrived; None: there is none."""
        with self._lock:
            return self._get(name)

    def keep(self, upload: Upload) -> None:
        """Keep a new upload, or another expiry of a known one; what has arrived stays."""
        with self._lock:
            self._bytes(upload.name).touch(mode=0o600)
            # Whoever stops halfway leaves the earlier text whole.
            written = self._facts(upload.name).with_suffix(".new")
            written.write_text(to_json(upload), encoding="utf-8")
            written.replace(self._facts(upload.name))

    def append(self, name: str, offset: int, chunk: bytes) -> int:
        """Add bytes if those held end at ``offset``; -1: there is no such upload."""
        with self._lock:
            held = self._size(name)
            if held != offset:
                return held
            with self._bytes(name).open("ab") as file:
                file.write(chunk)
            return held + len(chunk)

    def begin_anew(self, name: str) -> None:
        """Drop what has arrived."""
        with self._lock:
            if self._size(name) != _NO_SUCH:
                self._bytes(name).write_bytes(b"")

    def open(self, name: str) -> BinaryIO:
        """What has arrived, to be read; the caller closes it."""
        return self._bytes(name).open("rb")

    def remove(self, name: str) -> None:
        """Forget an upload; one that is not there is no fault."""
        with self._lock:
            self._facts(name).unlink(missing_ok=True)
            self._bytes(name).unlink(missing_ok=True)

    def note_read(self, name: str, read_bytes: int) -> None:
        """Remember how far a running import has read; 0: none is running."""
        if read_bytes:
            self._read[name] = read_bytes
        else:
            self._read.pop(name, None)

    def read_bytes(self, name: str) -> int:
        """How far a running import has read; 0: none is running."""
        return self._read.get(name, 0)

    def _get(self, name: str) -> Upload | None:
        held = self._size(name)
        with suppress(FileNotFoundError, ValueError):
            kept = from_json(Upload, self._facts(name).read_text(encoding="utf-8"))
            return None if held == _NO_SUCH else replace(kept, received_bytes=held)
        return None

    def _size(self, name: str) -> int:
        try:
            return self._bytes(name).stat().st_size
        except FileNotFoundError:
            return _NO_SUCH

    def _facts(self, name: str) -> Path:
        return self._folder / f"{name.removeprefix(_PREFIX)}.json"

    def _bytes(self, name: str) -> Path:
        return self._folder / f"{name.removeprefix(_PREFIX)}.bytes"
