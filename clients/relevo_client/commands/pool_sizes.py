"""Teams of pools on the command line: POOL=TEAMS, or POOL=TEAMS@PERIOD from a period on."""

from __future__ import annotations

from relevo.v1.scenario_pb2 import PoolSize
from relevo_client.commands.parts import pairs
from relevo_client.errors import Fault
from relevo_client.names import resource

METAVAR = "POOL=TEAMS[@PERIOD]"


def pool_sizes(option: str, texts: list[str], faults: list[Fault]) -> list[PoolSize]:
    """Read teams of pools; what is none is noted.

    Raises:
        RelevoError: INVALID_ARGUMENT, naming every text that is no pair.
    """
    found = []
    for name, value in pairs(option, texts).items():
        teams, mark, period = value.partition("@")
        if not teams.isdecimal() or (mark and not period.isdecimal()):
            faults.append(Fault(f"{option} {name}", "is no whole number of teams", value, f"write {METAVAR}"))
            continue
        found.append(PoolSize(pool=resource("pools", name), teams=int(teams), start=int(period or 0)))
    return found
