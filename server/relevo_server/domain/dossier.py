"""A signed file in the form of DSSE, the Dead Simple Signing Envelope (secure-systems-lab/dsse, protocol 1.0.2).

What is signed is not the payload alone but its type and lengths as well (PAE, "pre-authentication encoding")::

    "DSSEv1" SP LEN(type) SP type SP LEN(payload) SP payload
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

PAYLOAD_TYPE = "application/vnd.relevo.dossier+json"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload and its signature.

    Attributes:
        payload: What is signed.
        key_id: Of the public key; a hint, trusted for nothing.
        signature: Ed25519, of ``signed_bytes(payload)``.
    """

    payload: bytes
    key_id: str
    signature: bytes

    def to_json(self) -> bytes:
        """Write it: the same envelope, the same bytes."""
        signature = {"keyid": self.key_id, "sig": _base64(self.signature)}
        plain = {"payloadType": PAYLOAD_TYPE, "payload": _base64(self.payload), "signatures": [signature]}
        return (json.dumps(plain, indent=1) + "\n").encode()


def signed_bytes(payload: bytes) -> bytes:
    """The bytes that a signature is made of."""
    kind = PAYLOAD_TYPE.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def read_envelope(content: bytes) -> Envelope:
    """Read a file.

    Raises:
        ValueError: It is no envelope of one signature around a dossier.
    """
    try:
        plain = json.loads(content)
        (signature,) = plain["signatures"]
        kind, envelope = (
            plain["payloadType"],
            Envelope(_bytes(plain["payload"]), str(signature.get("keyid", "")), _bytes(signature["sig"])),
        )
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ValueError("it is no DSSE envelope with one signature") from error
    if kind != PAYLOAD_TYPE:
        raise ValueError(f"it holds {kind}, not {PAYLOAD_TYPE}")
    return envelope


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
