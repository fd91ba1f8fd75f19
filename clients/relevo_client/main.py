"""The `relevo` command: groups are entry points, loaded when they are asked for."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, entry_points, version
from typing import Annotated, Any

import typer

from relevo_client.errors import RelevoError
from relevo_client.listing import WholeSentences
from relevo_client.presentation import faults
from relevo_client.presentation.screen import say, stderr

_GROUP = "relevo.commands"
_SERVER_PACKAGE = "relevo_server"
_ORDER = (
    "demo",
    "serve",
    "import",
    "dataset",
    "ranking",
    "region",
    "emergency-line",
    "body",
    "meeting",
    "commitment",
    "capacity",
    "pool",
    "fund",
    "policy",
    "plan",
    "scenario",
    "sweep",
    "deployment",
    "council",
    "audit",
    "offline",
    "admin",
)


class EntryPointGroup(WholeSentences):
    """Finds its commands among the installed entry points."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return names in the order of the work, unknown ones last."""
        names = {point.name for point in entry_points(group=_GROUP)}
        return sorted(names, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command."""
        points = entry_points(group=_GROUP, name=cmd_name)
        return _load(next(iter(points))) if points else None


def _load(point: EntryPoint) -> Any:
    try:
        app: Any = point.load()
    except ModuleNotFoundError as error:
        if not point.module.startswith(_SERVER_PACKAGE):
            raise
        return _missing(point.name, error.name or "")
    command = typer.main.get_command(app)
    command.name = point.name
    return command


def _missing(name: str, module: str) -> Any:
    """Return a command that says how to install what it lacks."""
    lacking = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)

    @lacking.command(
        name,
        help="Needs the server's parts: pip install 'relevo[server]'",
        add_help_option=False,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )
    def refuse(_context: typer.Context) -> None:
        stderr().print(f"relevo {name} needs the server's parts ({module} is missing): pip install 'relevo[server]'")
        raise typer.Exit(1)

    return typer.main.get_command(lacking)


app = typer.Typer(
    cls=EntryPointGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"relevo {version('relevo')}")
        raise typer.Exit


@app.callback()
def root(
    _show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Plans where federal teams support municipal forces, when, and for how long at most.

    The server is found through RELEVO_ADDRESS, the token through RELEVO_TOKEN_FILE or RELEVO_HOME.
    """


def main() -> None:
    """Run the command line.

    Exit codes: 2 bad input, 3 not found, 4 not allowed by the records, 5 connection or identity, 1 anything else.
    """
    try:
        app()
    except RelevoError as error:
        faults.show(error, stderr())
        sys.exit(faults.exit_code(error))


if __name__ == "__main__":
    main()
