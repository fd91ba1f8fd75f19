"""How a group lists its commands: each with its first sentence whole, however long, and wrapped."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

_WHOLE = 10_000
"""More characters than any sentence has: what lists commands cuts none."""


class WholeSentences(TyperGroup):
    """A group whose help cuts no sentence."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write one entry per command."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.get_short_help_str(_WHOLE)) for name, command in found if command and not command.hidden]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)
