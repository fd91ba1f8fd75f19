"""The smallest changes that would select a municipality that a plan does not serve: solved again, said in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from relevo_planner.instance import Operation
from relevo_planner.near_change import AtHand, ChangeKind, NearChange, NearestChanges
from relevo_planner.plan import Reason
from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.limits import range_faults
from relevo_server.domain.principal import Principal
from relevo_server.domain.search import Search
from relevo_server.usecases.access import PROPOSE, require
from relevo_server.usecases.explaining import UnservedExplained, unserved_of
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.telling_changes import ChangeTelling
from relevo_server.usecases.trying import MOST_TRIAL_SECONDS, Begun
from relevo_server.wording import Language

USUAL_SECONDS = 20.0
_NO_GAP = 0.0
"""The question has tolerances of its own."""


@dataclass(frozen=True, slots=True)
class ChangesExplained:
    """Why a municipality has no operation, and what would select it.

    Attributes:
        why: The rules and prices that stand in its way, with every sentence.
        changes: Verified, with a sentence for each.
        unchanged: Its stay in a better plan with nothing changed; None: none was found.
        needed_facts: To be put right in any case, not verified to suffice.
        open_kinds: Of which nothing is known, because time ran out.
    """

    why: UnservedExplained
    changes: tuple[tuple[NearChange, str], ...]
    unchanged: Operation | None
    needed_facts: tuple[Reason, ...]
    open_kinds: tuple[ChangeKind, ...]


def begin_changes(ports: Ports, principal: Principal, name: str, municipality: str, seconds: float = 0.0) -> Begun:
    """Ask what would select a municipality in ``plans/{id}``; 0 seconds: the usual.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND (plan, or a municipality that takes no part in it), STATE_FORBIDS
            (the plan serves it, or serves nobody), INVALID_FIELDS.
    """
    require(principal, PROPOSE)
    base, faults = get_plan(ports, principal, name), Faults()
    faults.extend(range_faults("time_limit_seconds", seconds, 0.0, MOST_TRIAL_SECONDS))
    if municipality not in {place.name for place in base.instance.municipalities}:
        why = f"{municipality} has no part in the question behind {name}"
        faults.add("municipality", why, "Name a municipality of the plan", ErrorReason.NOT_FOUND)
    elif any(operation.municipality == municipality for operation in base.plan.operations):
        why = f"{name} serves {municipality}"
        faults.add("municipality", why, "Ask why: ExplainPlan says it", ErrorReason.STATE_FORBIDS)
    if base.plan.conflicts and not base.plan.operations:
        why = f"{name} serves nobody: its pins contradict the rules"
        faults.add("name", why, "Change the pins first: ExplainPlan names them", ErrorReason.STATE_FORBIDS)
    faults.refuse("the explanation")
    search = Search(seconds or USUAL_SECONDS, _NO_GAP, base.plan.seed)
    return Begun(base, base.instance, search, (), None, AtHand(base.plan, municipality))


def end_changes(begun: Begun, found: NearestChanges, language: Language) -> ChangesExplained:
    """Say what was found, and what was not looked at to the end."""
    assert begun.at_hand is not None
    instance, name = begun.instance, begun.at_hand.municipality
    place = next(place for place in instance.municipalities if place.name == name)
    telling = ChangeTelling(instance, language)
    why = unserved_of(telling, begun.base.plan, place, is_asked=True)
    changes = tuple((change, telling.change(place, change)) for change in found.changes)
    sentences = (*why.sentences, *telling.summary(place, found, tuple(text for _, text in changes)))
    return ChangesExplained(
        why=replace(why, sentences=sentences),
        changes=changes,
        unchanged=found.unchanged,
        needed_facts=found.facts,
        open_kinds=found.open_kinds,
    )
