"""Starting a server: on which addresses, with whose token, on whose records."""

import socket
import stat
from pathlib import Path

import pytest

from relevo_client import connect
from relevo_server.app import RECORDS, TOKEN, Refused, is_loopback, own_token, serving

FREE = "127.0.0.1:0"


def test_a_served_home_answers_who_has_its_token(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    with serving(home, FREE) as served:
        assert served.token_file == home / TOKEN
        with connect(served.address, served.token_file.read_text().strip()) as relevo:
            assert relevo.planning.policy_numbers()
    assert (home / RECORDS).is_file()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "[::]", "relevo.example", "127.0.0.1.example"])
def test_an_address_that_others_can_reach_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(Refused, match="can be reached by others"), serving(tmp_path / "home", f"{host}:0"):
        pass
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("address", ["", "127.0.0.1", ":50551", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536"])
def test_what_is_no_address_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(Refused, match="is no address"), serving(tmp_path / "home", address):
        pass
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "[::1]"])
def test_this_machine_is_known_by_several_names(host: str) -> None:
    assert is_loopback(host)


def test_a_taken_port_is_refused_and_the_records_are_free_again(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refused, match="is taken"), serving(tmp_path, f"127.0.0.1:{port}"):
            pass
    with serving(tmp_path, FREE):
        pass


def test_two_servers_never_share_records(tmp_path: Path) -> None:
    with (
        serving(tmp_path, FREE),
        pytest.raises(Refused, match="another server serves the records"),
        serving(tmp_path, FREE),
    ):
        pass
    with serving(tmp_path, FREE):
        pass


def test_the_token_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / TOKEN
    token = own_token(path)
    assert len(token) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert own_token(path) == token
    assert own_token(tmp_path / "another") != token


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_token_that_others_reach_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / TOKEN
    own_token(path)
    path.chmod(mode)
    with pytest.raises(Refused, match="chmod 600"), serving(tmp_path, FREE):
        pass


def test_an_empty_token_is_refused(tmp_path: Path) -> None:
    path = tmp_path / TOKEN
    path.touch(mode=0o600)
    with pytest.raises(Refused, match="is empty"):
        own_token(path)
