"""Files on their way: what was announced, how much has arrived, until when it is kept."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import text_faults

KEPT_FOR = timedelta(hours=24)
"""From the last byte that arrived: a night and a working day to mend a line, not longer than the file is of use."""
MOST_UNFINISHED = 16
"""Of one caller, so that nobody fills the disk with beginnings."""
MOST_BYTES = 1 << 30
_ID_DIGITS = 32
_SHA256 = re.compile("[0-9a-f]{64}")
_NAME = re.compile("uploads/[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class UploadDraft:
    """What a caller announces: the file's name, the SHA-256 of its bytes (hexadecimal), and how many there are."""

    title: str
    sha256: str
    size_bytes: int

    def faults(self) -> list[Fault]:
        """What is wrong with it."""
        found = text_faults("upload.title", self.title)
        if not _SHA256.fullmatch(self.sha256):
            found.append(Fault("upload.sha256", "is no SHA-256", "Give 64 hexadecimal digits in lower case"))
        if self.size_bytes < 1:
            found.append(Fault("upload.size_bytes", f"is {self.size_bytes:,}", "Give the size of the file"))
        return found


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way, ``uploads/{id}``.

    Attributes:
        owner: The principal that sends it; nobody else sees it.
        received_bytes: Held so far, from the first byte on.
        expires: When it is forgotten unless more arrives.
    """

    name: str
    owner: str
    title: str
    sha256: str
    size_bytes: int
    received_bytes: int
    expires: datetime

    @property
    def is_whole(self) -> bool:
        """Whether every byte has arrived."""
        return self.received_bytes == self.size_bytes

    def kept_from(self, now: datetime) -> Upload:
        """The same upload after something arrived at ``now``."""
        return replace(self, expires=now + KEPT_FOR)


def is_upload_name(name: str) -> bool:
    """Whether an upload can be called so."""
    return _NAME.fullmatch(name) is not None


def begin_upload(owner: str, draft: UploadDraft, now: datetime) -> Upload:
    """The upload of a file of which nothing has arrived; its name follows from owner and content."""
    told = f"{owner}\n{draft.sha256}\n{draft.size_bytes}"
    name = f"uploads/{hashlib.sha256(told.encode()).hexdigest()[:_ID_DIGITS]}"
    return Upload(name, owner, draft.title, draft.sha256, draft.size_bytes, 0, now + KEPT_FOR)
