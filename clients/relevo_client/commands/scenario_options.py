"""Changes of a scenario on the command line: NAME=VALUE, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from relevo.v1.scenario_pb2 import ScenarioChanges
from relevo_client.commands.parts import pairs, refuse
from relevo_client.commands.pool_sizes import pool_sizes
from relevo_client.errors import Fault
from relevo_client.names import resource

_Add = Callable[[ScenarioChanges, str, float], object]
_WHOLE: Mapping[str, tuple[str, _Add]] = {
    "floor": ("municipalities", lambda changes, name, value: changes.floors.add(municipality=name, teams=int(value))),
    "close": ("regions", lambda changes, name, value: changes.closures.add(region=name, start=int(value))),
    "withdraw": ("states", lambda changes, name, value: changes.withdrawals.add(state=name, start=int(value))),
}
_MEASURED: Mapping[str, tuple[str, _Add]] = {
    "fund": ("funds", lambda changes, name, value: changes.ceilings.add(fund=name, ceiling_mxn=value)),
    "weight": ("municipalities", lambda changes, name, value: changes.weights.add(municipality=name, fold=value)),
}


def add_changes(changes: ScenarioChanges, given: Mapping[str, list[str] | None]) -> None:
    """Read options into changes.

    Args:
        changes: where they go.
        given: texts NAME=VALUE by option.

    Raises:
        RelevoError: INVALID_ARGUMENT, naming every value that is no number, or no whole one where it has to be.
    """
    faults: list[Fault] = []
    changes.pool_sizes.extend(pool_sizes("--pool", given.get("pool") or [], faults))
    for option, texts in given.items():
        if option == "pool":
            continue
        collection, add = {**_WHOLE, **_MEASURED}[option]
        for name, value in pairs(f"--{option}", texts or []).items():
            try:
                number = int(value) if option in _WHOLE else float(value)
            except ValueError:
                what = "is no whole number" if option in _WHOLE else "is no number"
                faults.append(Fault(f"--{option} {name}", what, value))
                continue
            add(changes, resource(collection, name), number)
    if faults:
        raise refuse("the changes are not understood", *faults)
