"""Where files on their way are kept: beside the records, never among them."""

from __future__ import annotations

from typing import BinaryIO, Protocol

from relevo_server.domain.upload import Upload


class UploadRoom(Protocol):
    """Keeps what has arrived through a cut connection and a restart. Safe to share between threads."""

    def all(self) -> list[Upload]:
        """Every upload kept, expired ones included."""
        ...

    def get(self, name: str) -> Upload | None:
        """The upload of that name with what has arrived; None: there is none."""
        ...

    def keep(self, upload: Upload) -> None:
        """Keep a new upload, or another expiry of a known one; what has arrived stays."""
        ...

    def append(self, name: str, offset: int, chunk: bytes) -> int:
        """Add bytes if those held end at ``offset``.

        Returns:
            The bytes held afterwards; other than ``offset + len(chunk)``: they did not end there, nothing was added.
            -1: there is no such upload.
        """
        ...

    def begin_anew(self, name: str) -> None:
        """Drop what has arrived."""
        ...

    def open(self, name: str) -> BinaryIO:
        """What has arrived, to be read; the caller closes it.

        Raises:
            FileNotFoundError: There is no such upload.
        """
        ...

    def remove(self, name: str) -> None:
        """Forget an upload; one that is not there is no fault."""
        ...

    def note_read(self, name: str, read_bytes: int) -> None:
        """Remember how far a running import has read; 0: none is running."""
        ...

    def read_bytes(self, name: str) -> int:
        """How far a running import has read; 0: none is running."""
        ...
