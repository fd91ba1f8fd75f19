"""Keys and dossiers on the command line: made, shown, verified by somebody without the service."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from relevo_client import main
from relevo_server.app import KEYS
from relevo_server.domain.dossier import Envelope, read_envelope, signed_bytes
from relevo_server.domain.principal import LOCAL
from relevo_server.signing.keys import create_key, load_signer
from relevo_server.usecases.dossiers import gather_papers, seal
from relevo_server.usecases.ports import Ports
from relevo_server.wire.dossiers import payload_of
from tests.server.usecases.test_dossiers import name

__all__ = ["name"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `relevo` with a home of the test's own; returns exit code, stdout, stderr."""
    monkeypatch.setenv("RELEVO_HOME", str(tmp_path))

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["relevo", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return command


@pytest.fixture
def dossier(ports: Ports, name: str, tmp_path: Path) -> Path:
    create_key(tmp_path / KEYS)
    signing = replace(ports, signer=load_signer(tmp_path / KEYS))
    file = tmp_path / "dossier.json"
    file.write_bytes(seal(signing, payload_of(gather_papers(ports, LOCAL, name))).to_json())
    return file


@pytest.fixture
def public(run: Run, dossier: Path, tmp_path: Path) -> Path:
    code, shown, _ = run("admin", "key", "show")
    assert code == 0
    file = tmp_path / "relevo.pub.pem"
    file.write_text(shown)
    return file


def test_an_auditor_verifies_with_the_key_that_was_shown(run: Run, dossier: Path, public: Path) -> None:
    code, told, _ = run("offline", "verify", dossier, "--key", public)
    assert code == 0, told
    assert "signature    valid, key " in told
    assert told.endswith("every part agrees with the others\n")


def test_a_changed_file_ends_with_1_and_shows_nothing_of_it(run: Run, dossier: Path, public: Path) -> None:
    envelope = read_envelope(dossier.read_bytes())
    dossier.write_bytes(replace(envelope, payload=envelope.payload.replace(b'"teams"', b'"teens"')).to_json())
    code, told, _ = run("offline", "verify", dossier, "--key", public)
    assert (code, told) == (1, "NOT signed by this key, or changed since: nothing in it can be trusted\n")


def test_the_key_that_verified_is_told_whatever_the_envelope_names(
    run: Run, dossier: Path, public: Path, tmp_path: Path
) -> None:
    signer = load_signer(tmp_path / KEYS)
    assert signer is not None
    dossier.write_bytes(replace(read_envelope(dossier.read_bytes()), key_id="of somebody trusted").to_json())
    code, told, _ = run("offline", "verify", dossier, "--key", public)
    assert code == 0
    assert signer.key_id in "".join(told.split())
    assert "somebody trusted" not in told


def test_another_key_does_not_verify(run: Run, dossier: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    other.write_text(create_key(tmp_path / "other").pem)
    assert run("offline", "verify", dossier, "--key", other)[0] == 1


def test_what_is_signed_but_contradicts_itself_is_told(run: Run, dossier: Path, public: Path, tmp_path: Path) -> None:
    signer = load_signer(tmp_path / KEYS)
    assert signer is not None
    parts = json.loads(read_envelope(dossier.read_bytes()).payload)
    parts["plan"]["certificate"]["bound"] = parts["plan"]["certificate"]["value"] / 2
    parts["ranked_municipalities"] = parts["ranked_municipalities"][1:]
    payload = json.dumps(parts).encode()
    dossier.write_bytes(Envelope(payload, signer.key_id, signer.sign(signed_bytes(payload))).to_json())
    code, told, _ = run("offline", "verify", dossier, "--key", public)
    assert code == 1
    assert "lies below" in told
    assert "none in the ranking" in told
    assert "review does not say so" in " ".join(told.split())
    assert told.endswith("3 contradictions\n")


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"{}", "no DSSE envelope"), (b"\xff", "no DSSE envelope"), (b"[" * 100_000, "no DSSE envelope")],
)
def test_what_is_no_dossier_is_refused(run: Run, public: Path, tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "other.json"
    file.write_bytes(content)
    code, told, refused = run("offline", "verify", file, "--key", public)
    assert (code, told) == (2, "")
    assert why in refused


def test_a_signed_payload_of_another_form_is_refused(run: Run, dossier: Path, public: Path, tmp_path: Path) -> None:
    signer = load_signer(tmp_path / KEYS)
    assert signer is not None
    for payload in (b"no json", b"[]", b'{"plan": {}}'):
        dossier.write_bytes(Envelope(payload, signer.key_id, signer.sign(signed_bytes(payload))).to_json())
        code, told, refused = run("offline", "verify", dossier, "--key", public)
        assert (code, told) == (2, "")
        assert "payload" in refused


def test_a_key_is_made_once_unless_replaced_and_never_printed(run: Run, tmp_path: Path) -> None:
    code, told, _ = run("admin", "key", "create")
    assert code == 0
    assert run("admin", "key", "create")[0] == 4
    assert run("admin", "key", "create", "--replace")[0] == 0
    code, listed, _ = run("admin", "key", "list")
    lines = [line.split() for line in listed.splitlines()]
    assert [line[-1] for line in lines if len(line) == 2] == ["yes", "no"]
    assert told.split()[1] in listed
    _, shown, _ = run("admin", "key", "show", told.split()[1][:12])
    assert "PRIVATE" not in listed + shown
    assert shown.startswith("-----BEGIN PUBLIC KEY-----")


def test_no_key_is_shown_where_none_was_made(run: Run) -> None:
    code, told, refused = run("admin", "key", "show")
    assert (code, told) == (3, "")
    assert "relevo admin key list" in refused
