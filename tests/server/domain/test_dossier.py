"""The signed file's form."""

import json

import pytest

from relevo_server.domain.dossier import PAYLOAD_TYPE, Envelope, read_envelope, signed_bytes


def test_type_and_lengths_are_signed_with_the_payload() -> None:
    assert signed_bytes(b"hello world") == b"DSSEv1 35 application/vnd.relevo.dossier+json 11 hello world"
    assert signed_bytes("ñ".encode()) != signed_bytes(b"n")


def test_what_is_written_is_read() -> None:
    envelope = Envelope(b"\x00\xffpayload", "ab12", b"s" * 64)
    assert read_envelope(envelope.to_json()) == envelope
    assert json.loads(envelope.to_json())["payloadType"] == PAYLOAD_TYPE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"payloadType": "application/json", "payload": "", "signatures": [{"sig": ""}]}',
        b'{"payloadType": "%s", "payload": "", "signatures": []}' % PAYLOAD_TYPE.encode(),
        b'{"payloadType": "%s", "payload": "?", "signatures": [{"sig": ""}]}' % PAYLOAD_TYPE.encode(),
        b'{"payloadType": "%s", "payload": 1, "signatures": [{"sig": ""}]}' % PAYLOAD_TYPE.encode(),
        b'{"payloadType": "%s", "payload": "", "signatures": [1]}' % PAYLOAD_TYPE.encode(),
    ],
)
def test_anything_else_is_no_envelope(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"it (is no|holds)"):
        read_envelope(content)
