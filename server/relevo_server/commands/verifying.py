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
    if not _is_signed(envelope, key):
        say("NOT signed by this key, or changed since: nothing in it can be trusted")
        raise typer.Exit(1)
    read = _payload(envelope)
    _show(read, envelope.key_id)
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


def _is_signed(envelope: Envelope, key: Path) -> bool:
    from relevo_server.signing.keys import KeyRefused, verified

    try:
        return verified(envelope, key.read_bytes())
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
