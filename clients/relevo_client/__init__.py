"""The Relevo client library and the `relevo` command line.

import relevo_client

with relevo_client.connect() as relevo:
    for ranking in relevo.rankings.list():
        print(ranking.name, ranking.title)
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relevo_client.client import Relevo, connect
    from relevo_client.errors import Fault, RelevoError
    from relevo_client.operations import PendingPlan
    from relevo_client.settings import Settings

__all__ = ["Fault", "PendingPlan", "Relevo", "RelevoError", "Settings", "connect"]

# Found when they are asked for: a command that calls no server then starts without the parts that would.
_HOMES = {
    "Fault": "errors",
    "PendingPlan": "operations",
    "Relevo": "client",
    "RelevoError": "errors",
    "Settings": "settings",
    "connect": "client",
}


def __getattr__(name: str) -> object:
    """Import a public name from the module that defines it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
