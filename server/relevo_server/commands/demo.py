"""`relevo demo`: from the bundled sample to a plan, through a server of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

import relevo_server
from relevo_client import Fault, RelevoError, Settings, connect
from relevo_client.channel import is_local, is_ready
from relevo_client.commands.parts import group
from relevo_client.dates import present_day
from relevo_client.demo import samples, story
from relevo_client.presentation.screen import say

_MARK = "demonstration"
_START_SECONDS = 30.0
_STOP_SECONDS = 10.0

app = group("From the bundled sample to a plan.")


@app.command()
def demo(
    home: Annotated[
        Path | None, typer.Option(help="Folder for the records; default: RELEVO_HOME, else the user's data directory.")
    ] = None,
    sample: Annotated[Path | None, typer.Option(help="Folder of the sample; default: the bundled one.")] = None,
    time_limit: Annotated[float, typer.Option(min=1.0, help="Seconds for the plan's search.")] = 30.0,
) -> None:
    """Load the bundled sample, ask for a plan, show it, say what to type next.

    Needs no input, ends by itself, and can be run again: records that are there stay as they are.
    """
    started = time.monotonic()
    settings = Settings.from_environment({**os.environ, **({"RELEVO_HOME": str(home)} if home else {})})
    folder = samples.read(sample or bundled_sample())
    claim(settings.home)
    with serving(settings) as address, connect(address, own_token(settings.home)) as relevo:
        seen = story.tell(relevo, folder, present_day(), time_limit_seconds=time_limit)
        story.say_next(seen, relevo, command=_called(), home=_unusual(settings.home))
    say()
    say(f"Done in {time.monotonic() - started:.0f} seconds.", "dim")
    if seen.plan.review_findings:
        raise typer.Exit(1)


def _called() -> str:
    """Return how the command was called, as short as it can be typed here."""
    called = Path(sys.argv[0])
    here = Path.cwd()
    if called.suffix == ".py":
        return f"{Path(sys.executable).name} -m relevo_client.main"
    return str(called.relative_to(here)) if called.is_relative_to(here) else str(called)


def _unusual(home: Path) -> str:
    return "" if home == Settings.from_environment().home else str(home.absolute())


def bundled_sample() -> Path:
    """Return the folder of the sample: beside the packages of a checkout, else among what the installation shares."""
    beside = Path(relevo_server.__file__).parents[2] / "samples"
    return beside if beside.is_dir() else Path(sysconfig.get_path("data")) / "share" / "relevo" / "samples"


def claim(home: Path) -> None:
    """Make a folder the demonstration's own.

    Raises:
        RelevoError: FAILED_PRECONDITION, where it holds records that are not the demonstration's.
    """
    mark = home / _MARK
    if mark.exists():
        return
    if home.is_dir() and any(home.iterdir()):
        fault = Fault("folder", "holds records that are not the demonstration's", str(home), "choose another: --home")
        raise RelevoError("FAILED_PRECONDITION", "illustrative records never mix with others", faults=[fault])
    home.mkdir(parents=True, exist_ok=True)
    mark.write_text("The records in this folder are those of `relevo demo`; much of them is illustrative.\n")


def own_token(home: Path) -> str:
    """Return the token of the server on these records."""
    return Settings.from_environment({"RELEVO_HOME": str(home)}).token()


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Give the address of a server on these records: one that is up already, else one of our own until we are done.

    Raises:
        RelevoError: UNKNOWN, with the end of its log, where the server does not start.
    """
    if is_up(settings):
        yield settings.address
        return
    address = f"127.0.0.1:{_free_port()}"
    log = settings.home / "server.log"
    environment = {**os.environ, "RELEVO_HOME": str(settings.home)}
    with log.open("wb") as output, _child(address, environment, output.fileno()) as server:
        _wait(server, address, log)
        yield address


def is_up(settings: Settings) -> bool:
    """Tell whether a server of this machine already serves these records."""
    if not (is_local(settings.address) and is_ready(settings.address, 0.3)):
        return False
    try:
        with connect(settings.address, own_token(settings.home), deadline_seconds=5) as relevo:
            relevo.planning.policy_numbers()
    except RelevoError:
        return False
    return True


@contextmanager
def _child(address: str, environment: Mapping[str, str], output: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "relevo_client.main", "serve", "--address", address]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and command
        command, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL
    ) as child:
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while not is_ready(address, 0.2):
        if server.poll() is not None or time.monotonic() > until:
            last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-5:]
            message = f"the server did not start; {log} ends with"
            raise RelevoError("UNKNOWN", message, faults=[Fault("", line) for line in last])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
