"""Which folder and which server the demonstration uses."""

from pathlib import Path

import pytest

from relevo_client import RelevoError, Settings
from relevo_server.commands import demo


def test_a_new_folder_is_claimed_once_and_for_all(tmp_path: Path) -> None:
    home = tmp_path / "new"
    demo.claim(home)
    (home / "records.sqlite3").touch()
    demo.claim(home)


def test_somebody_elses_records_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "records.sqlite3").touch()
    with pytest.raises(RelevoError, match="never mix") as refused:
        demo.claim(tmp_path)
    assert refused.value.faults[0].value == str(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["records.sqlite3"]


def test_the_bundled_sample_is_found() -> None:
    assert (demo.bundled_sample() / "municipalities.csv").is_file()


def test_no_server_is_up_where_none_was_started(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("secret")
    assert not demo.is_up(Settings("127.0.0.1:1", tmp_path / "token", tmp_path))


def test_a_server_elsewhere_is_never_used(tmp_path: Path) -> None:
    assert not demo.is_up(Settings("relevo.example:443", tmp_path / "token", tmp_path))
