"""Files on their way are kept whole, apart, and for nobody else on the machine."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from relevo_server.domain.upload import Upload, UploadDraft, begin_upload
from relevo_server.storage.upload_folder import UploadFolder

NOW = datetime(2025, 1, 15, 18, tzinfo=UTC)
UPLOAD = begin_upload("principals/a", UploadDraft("a.csv", "ab" * 32, 10), NOW)


@pytest.fixture
def folder(tmp_path: Path) -> UploadFolder:
    return UploadFolder(tmp_path / "uploads")


def test_what_was_kept_is_read_with_what_has_arrived(folder: UploadFolder, tmp_path: Path) -> None:
    folder.keep(UPLOAD)
    assert folder.append(UPLOAD.name, 0, b"abc") == 3
    assert folder.append(UPLOAD.name, 0, b"abc") == 3
    folder.keep(UPLOAD.kept_from(NOW))
    again = UploadFolder(tmp_path / "uploads")
    (kept,) = again.all()
    assert kept == again.get(UPLOAD.name)
    assert (kept.received_bytes, kept.sha256, kept.expires) == (3, UPLOAD.sha256, UPLOAD.expires)
    with again.open(UPLOAD.name) as file:
        assert file.read() == b"abc"
    again.begin_anew(UPLOAD.name)
    assert again.append(UPLOAD.name, 0, b"x") == 1


def test_what_is_not_there_is_not_made(folder: UploadFolder) -> None:
    assert folder.get(UPLOAD.name) is None
    assert folder.append(UPLOAD.name, 0, b"abc") == -1
    folder.begin_anew(UPLOAD.name)
    folder.remove(UPLOAD.name)
    assert folder.all() == []
    with pytest.raises(FileNotFoundError):
        folder.open(UPLOAD.name)


def test_a_text_that_was_torn_is_no_upload(folder: UploadFolder, tmp_path: Path) -> None:
    folder.keep(UPLOAD)
    facts = next((tmp_path / "uploads").glob("*.json"))
    facts.write_text(facts.read_text()[:20])
    assert folder.get(UPLOAD.name) is None


def test_only_the_servers_user_can_read(folder: UploadFolder, tmp_path: Path) -> None:
    folder.keep(UPLOAD)
    assert (tmp_path / "uploads").stat().st_mode & 0o077 == 0


def test_how_far_an_import_has_read_is_remembered_while_it_runs(folder: UploadFolder) -> None:
    folder.note_read(UPLOAD.name, 7)
    assert folder.read_bytes(UPLOAD.name) == 7
    folder.note_read(UPLOAD.name, 0)
    assert folder.read_bytes(UPLOAD.name) == 0


def test_a_name_follows_from_sender_and_content() -> None:
    def name(owner: str, sha256: str) -> str:
        upload: Upload = begin_upload(owner, UploadDraft("", sha256, 10), NOW)
        return upload.name

    assert len({name("a", "ab" * 32), name("b", "ab" * 32), name("a", "cd" * 32)}) == 3
    assert name("a", "ab" * 32) == name("a", "ab" * 32)
