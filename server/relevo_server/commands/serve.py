"""`relevo serve`: keep a server up on the records of this machine."""

from __future__ import annotations

import logging
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from relevo_client import RelevoError, Settings
from relevo_client.commands.parts import group
from relevo_client.presentation.screen import say
from relevo_server.app import Refused, serving

app = group("Keep a server up on the records of this machine.")


@app.command()
def serve(
    address: Annotated[
        str | None, typer.Option(help="host:port of this machine; port 0 takes a free one. Default: RELEVO_ADDRESS.")
    ] = None,
    home: Annotated[
        Path | None, typer.Option(help="Folder of records and token. Default: RELEVO_HOME, else the user's data.")
    ] = None,
) -> None:
    """Serve until interrupted."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = Settings.from_environment()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        with serving(home or settings.home, address or settings.address, prepared=True) as served:
            say(f"Relevo serves {served.address}; records and token are in {served.token_file.parent}")
            say(f"Try: RELEVO_ADDRESS={served.address} RELEVO_HOME={served.token_file.parent} relevo plan policy")
            stop.wait()
            say("Stopping.")
    except Refused as error:
        raise RelevoError("FAILED_PRECONDITION", str(error)) from error
