"""Where the client looks for the server and its token."""

from pathlib import Path

import pytest

from relevo_client import RelevoError, Settings


def test_everything_follows_from_the_home() -> None:
    settings = Settings.from_environment({"RELEVO_HOME": "/srv/relevo"})
    assert settings.home == Path("/srv/relevo")
    assert settings.token_file == Path("/srv/relevo/token")
    assert settings.address == "127.0.0.1:50551"


def test_the_users_data_directory_is_the_default_home() -> None:
    assert Settings.from_environment({}).home.name == "relevo"


def test_each_variable_has_its_say() -> None:
    given = {"RELEVO_HOME": "/srv/relevo", "RELEVO_ADDRESS": "plans.example:443", "RELEVO_TOKEN_FILE": "/run/token"}
    settings = Settings.from_environment(given)
    assert (settings.address, settings.token_file) == ("plans.example:443", Path("/run/token"))


def test_the_token_is_read_without_its_line_end(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("abc\n")
    assert Settings.from_environment({"RELEVO_HOME": str(tmp_path)}).token() == "abc"


@pytest.mark.parametrize(
    ("content", "why"), [(None, "No such file"), (b"\n", "empty"), (b"\xff", "not a token"), (b"a\nb", "not a token")]
)
def test_a_missing_token_says_which_file_and_what_to_do(tmp_path: Path, content: bytes | None, why: str) -> None:
    if content is not None:
        (tmp_path / "token").write_bytes(content)
    with pytest.raises(RelevoError) as refused:
        Settings.from_environment({"RELEVO_HOME": str(tmp_path)}).token()
    (fault,) = refused.value.faults
    assert refused.value.code == "UNAUTHENTICATED"
    assert fault.value == str(tmp_path / "token")
    assert why in fault.why
    assert "relevo serve" in fault.todo
