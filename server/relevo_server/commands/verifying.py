"""`relevo offline verify`: an auditor reads a dossier with nothing but a public key.

What reads and verifies is imported when something is verified: other commands start sooner.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relevo_client import Fault, RelevoError
from relevo_client.presentation.screen import say, say_facts

if TYPE_CHECKING:
    from relevo_server.domain.dossier import Envelope
    from relevo_server.wire.dossiers import Read


def verify(
    dossier: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The signed file.")],
    key: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="The signer's public key (PEM), from elsewhere.")
    ],
) -> None:
    """Verify a dossier: its signature, then its parts against each other. Ends with 1 where anything fails."""
    from relevo_server.usecases.dossiers import find_contradictions

    envelope = _envelope(dossier)
    signed_by = _signed_by(envelope, key)
    if not signed_by:
        say("NOT signed by this key, or changed since: nothing in it can be trusted")
        raise typer.Exit(1)
    read = _payload(envelope)
    _show(read, signed_by)
    found = list(find_contradictions(read.plan, read.instance, read.findings, read.positions))
    for sentence in found:
        say(f"does not hold: {sentence}")
    say("every part agrees with the others" if not found else f"{len(found)} contradictions")
    if found:
        raise typer.Exit(1)


def _show(read: Read, key_id: str) -> None:
    certificate = read.plan.certificate
    say_facts(
        [
            ("signature", f"valid, key {key_id}"),
            ("plan", f"{read.name}: {len(read.plan.operations)} operations"),
            ("certificate", f"value {certificate.value:.6g}, bound {certificate.bound:.6g}, gap {certificate.gap:.2%}"),
            ("ranking", f"{read.ranking}: {len(read.positions):,} municipalities"),
            ("review", "clean" if not read.findings else f"{len(read.findings)} findings, told in the plan"),
        ]
    )


def _envelope(path: Path) -> Envelope:
    from relevo_server.domain.dossier import read_envelope

    try:
        return read_envelope(path.read_bytes())
    except ValueError as error:
        raise RelevoError("INVALID_ARGUMENT", "not a dossier", faults=[Fault(str(path), str(error))]) from error


def _signed_by(envelope: Envelope, key: Path) -> str:
    """The id of the key where its owner signed the envelope, which may name any; empty: he did not."""
    from relevo_server.signing.keys import KeyRefused, public_key_id, verified

    pem = key.read_bytes()
    try:
        return public_key_id(pem) if verified(envelope, pem) else ""
    except KeyRefused as error:
        raise RelevoError("INVALID_ARGUMENT", str(error)) from error


def _payload(envelope: Envelope) -> Read:
    from relevo_server.domain.errors import RelevoError as Refusal
    from relevo_server.wire.dossiers import read_payload

    try:
        return read_payload(envelope.payload)
    except Refusal as refused:
        faults = [Fault(place=fault.field, why=fault.why, todo=fault.remedy) for fault in refused.faults]
        raise RelevoError("INVALID_ARGUMENT", refused.message, faults=faults) from refused
