"""Keys in a folder of the test's own."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from relevo_server.domain.dossier import Envelope, signed_bytes
from relevo_server.signing.keys import PRIVATE, KeyRefused, create_key, load_signer, public_keys, verified

PAYLOAD = b'{"plan": "p1"}'


def sealed(folder: Path, payload: bytes = PAYLOAD) -> Envelope:
    signer = load_signer(folder)
    assert signer is not None
    return Envelope(payload, signer.key_id, signer.sign(signed_bytes(payload)))


def test_what_a_key_signs_its_public_half_verifies_and_no_other_does(tmp_path: Path) -> None:
    ours, others = create_key(tmp_path / "ours"), create_key(tmp_path / "others")
    envelope = sealed(tmp_path / "ours")
    assert envelope.key_id == ours.key_id != others.key_id
    assert verified(envelope, ours.pem.encode())
    assert not verified(envelope, others.pem.encode())


def test_any_change_of_payload_or_signature_shows(tmp_path: Path) -> None:
    key, envelope = create_key(tmp_path).pem.encode(), sealed(tmp_path)
    for place in range(len(PAYLOAD)):
        changed = PAYLOAD[:place] + bytes([PAYLOAD[place] ^ 1]) + PAYLOAD[place + 1 :]
        assert not verified(replace(envelope, payload=changed), key)
    for place in range(64):
        signature = envelope.signature
        changed = signature[:place] + bytes([signature[place] ^ 1]) + signature[place + 1 :]
        assert not verified(replace(envelope, signature=changed), key)
    assert not verified(replace(envelope, signature=b""), key)


def test_only_the_owner_reads_the_private_key(tmp_path: Path) -> None:
    create_key(tmp_path)
    private = tmp_path / PRIVATE
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    private.chmod(0o640)
    with pytest.raises(KeyRefused, match="chmod 600"):
        load_signer(tmp_path)


def test_a_key_is_replaced_only_when_that_is_said_and_old_dossiers_stay_verifiable(tmp_path: Path) -> None:
    first = create_key(tmp_path)
    envelope = sealed(tmp_path)
    with pytest.raises(KeyRefused, match="--replace"):
        create_key(tmp_path)
    assert sealed(tmp_path) == envelope
    second = create_key(tmp_path, replace=True)
    assert sealed(tmp_path).key_id == second.key_id != first.key_id
    listed = public_keys(tmp_path)
    assert [(key.key_id, key.signs) for key in listed] == [(second.key_id, True), (first.key_id, False)]
    assert verified(envelope, listed[1].pem.encode())


def test_without_a_key_nothing_signs(tmp_path: Path) -> None:
    assert load_signer(tmp_path / "nowhere") is None
    assert public_keys(tmp_path / "nowhere") == []


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    create_key(tmp_path)
    envelope = sealed(tmp_path)
    (tmp_path / PRIVATE).write_bytes(content)
    with pytest.raises(KeyRefused, match="holds no private key"):
        load_signer(tmp_path)
    with pytest.raises(KeyRefused, match="holds no public key"):
        verified(envelope, content)
