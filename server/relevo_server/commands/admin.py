"""`relevo admin`: what only those do who run the server, on its machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relevo_client import RelevoError, Settings
from relevo_client.commands.parts import group
from relevo_client.presentation.screen import remark, say, say_table
from relevo_server.app import KEYS
from relevo_server.signing.keys import KeyRefused, PublicKey, create_key, public_keys

app = group("Run a server: the keys that sign dossiers.")
keys = group("Keys that sign dossiers (Ed25519). The private one never leaves its folder.")
app.add_typer(keys, name="key")
Home = Annotated[Path | None, typer.Option(help="Folder of records and keys. Default: RELEVO_HOME.")]


@keys.command()
def create(
    replace: Annotated[bool, typer.Option("--replace", help="Sign with another key from now on.")] = False,
    home: Home = None,
) -> None:
    """Make the key that signs; the server takes it up at its next start."""
    try:
        made = create_key(_folder(home), replace=replace)
    except KeyRefused as error:
        raise RelevoError("FAILED_PRECONDITION", str(error)) from error
    say(f"key {made.key_id} signs from the server's next start")
    remark("Give its public half to whoever verifies: relevo admin key show > relevo.pub.pem")


@keys.command("list")
def list_keys(home: Home = None) -> None:
    """List every key that ever signed; the first signs now."""
    found = _found(home)
    say_table(("key", "signs now"), [(key.key_id, "yes" if key.signs else "no") for key in found])


@keys.command()
def show(
    key: Annotated[str, typer.Argument(help="Its id or the beginning of it; left out: the one that signs now.")] = "",
    home: Home = None,
) -> None:
    """Print a public key as PEM."""
    matching = [known for known in _found(home) if known.key_id.startswith(key) and (key or known.signs)]
    if len(matching) != 1:
        what = "no key" if not matching else f"{len(matching)} keys"
        raise RelevoError("NOT_FOUND", f"{what} of that id: relevo admin key list")
    say(matching[0].pem.rstrip())


def _found(home: Path | None) -> list[PublicKey]:
    try:
        return public_keys(_folder(home))
    except KeyRefused as error:
        raise RelevoError("FAILED_PRECONDITION", str(error)) from error


def _folder(home: Path | None) -> Path:
    return (home or Settings.from_environment().home) / KEYS
