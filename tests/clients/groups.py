"""Command groups as they stand here, whatever is installed."""

from typing import Any

import pytest
import typer

import relevo_client.main as command_line


def load_from_here(monkeypatch: pytest.MonkeyPatch, **own: typer.Typer) -> None:
    """Let the command line find these groups by name; a mark of `_` stands for a hyphen."""
    groups = {name.replace("_", "-"): app for name, app in own.items()}
    find = command_line.EntryPointGroup.get_command

    def get_command(self: Any, ctx: Any, name: str) -> Any:
        return command_line.typer.main.get_command(groups[name]) if name in groups else find(self, ctx, name)

    monkeypatch.setattr(command_line.EntryPointGroup, "get_command", get_command)
