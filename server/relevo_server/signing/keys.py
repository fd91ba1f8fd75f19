"""Ed25519 keys (RFC 8032) in a folder of files: one private key that signs, and every public key that ever did.

keys/signing.pem        the private key, PKCS #8, mode 0600
keys/{key id}.pub.pem   public keys; the key id is the SHA-256 of the key's DER form (SubjectPublicKeyInfo)
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from relevo_server.domain.dossier import Envelope, signed_bytes

PRIVATE = "signing.pem"
PUBLIC = ".pub.pem"


class KeyRefused(Exception):
    """A key that cannot be used, or is not to be replaced; the message says what to do."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: its id, its PEM text, and whether it is the one that signs now."""

    key_id: str
    pem: str
    signs: bool


class FileSigner:
    """Signs with the private key of a folder."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        """Keep the key in memory; it is never written or logged."""
        self._key = key

    @property
    def key_id(self) -> str:
        """Of the public key that verifies."""
        return key_id_of(self._key.public_key())

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        return self._key.sign(message)


def create_key(folder: Path, *, replace: bool = False) -> PublicKey:
    """Make the key that signs from now on. Public keys of earlier ones stay, so that old dossiers can be verified.

    Raises:
        KeyRefused: There is one already, and it is not to be replaced.
    """
    private = folder / PRIVATE
    if private.exists() and not replace:
        raise KeyRefused(f"{private} signs already: `--replace` makes another, with which older servers cannot sign")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Ed25519PrivateKey.generate()
    public = _public_pem(key.public_key())
    found = PublicKey(key_id_of(key.public_key()), public, signs=True)
    (folder / f"{found.key_id}{PUBLIC}").write_text(public, encoding="ascii")
    secret = folder / f"{PRIVATE}.new"
    secret.unlink(missing_ok=True)
    descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    secret.replace(private)
    return found


def load_signer(folder: Path) -> FileSigner | None:
    """Return what signs; None where no key was made.

    Raises:
        KeyRefused: Others can read the key, or it is none of ours.
    """
    private = folder / PRIVATE
    try:
        mode, content = private.stat().st_mode, private.read_bytes()
    except FileNotFoundError:
        return None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRefused(f"others can read {private}: run `chmod 600 {private}`, and replace the key if they have")
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyRefused(f"{private} holds no private key: `relevo admin key create --replace` makes one") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyRefused(f"{private} is no Ed25519 key: `relevo admin key create --replace` makes one")
    return FileSigner(key)


def public_keys(folder: Path) -> list[PublicKey]:
    """Every public key of the folder, the one that signs first."""
    signer = load_signer(folder)
    now = signer.key_id if signer is not None else ""
    found = []
    for path in folder.glob(f"*{PUBLIC}"):
        key_id = path.name.removesuffix(PUBLIC)
        found.append(PublicKey(key_id, path.read_text(encoding="ascii"), signs=key_id == now))
    return sorted(found, key=lambda key: (not key.signs, key.key_id))


def verified(envelope: Envelope, public_pem: bytes) -> bool:
    """Tell whether the owner of the public key signed the envelope's payload.

    Raises:
        KeyRefused: The text holds no Ed25519 public key.
    """
    key = _public_key(public_pem)
    try:
        key.verify(envelope.signature, signed_bytes(envelope.payload))
    except InvalidSignature:
        return False
    return True


def public_key_id(public_pem: bytes) -> str:
    """The id of a public key.

    Raises:
        KeyRefused: The text holds no Ed25519 public key.
    """
    return key_id_of(_public_key(public_pem))


def _public_key(public_pem: bytes) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(public_pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyRefused("the file holds no public key: ask the office that signs for its PEM file") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyRefused("the file holds no Ed25519 public key: ask the office that signs for its PEM file")
    return key


def key_id_of(key: Ed25519PublicKey) -> str:
    """SHA-256 of the key's DER form, hexadecimal."""
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _public_pem(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
