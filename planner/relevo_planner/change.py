"""The smallest change that would select a municipality, verified by solving again.

Three kinds are tried: facts (an accepted report, a signed agreement, ...) where rules forbid every operation; more
teams of one pool from a date on; a greater weight. A number is the least that works: the planner, asked again with it,
serves the municipality, and asked with one less (for weights one hundredth less) it does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from relevo_planner.compile import build_options
from relevo_planner.facts import repaired
from relevo_planner.instance import Instance, Municipality, Window
from relevo_planner.plan import Plan
from relevo_planner.why_not import why_not

MOST_TEAMS = 64
MOST_FOLD = 100.0
STEPS_PER_FOLD = 100
"""Weights are tried in hundredths."""


class ChangeKind(StrEnum):
    """What would have to change."""

    FACTS = "facts"
    TEAMS = "teams"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class Change:
    """A change that has been verified.

    Attributes:
        kind: facts, teams or weight.
        text: the change in words.
        amount: teams, or the factor on the weight; 0 for facts.
        instance: the question with the change in it.
    """

    kind: ChangeKind
    text: str
    amount: float
    instance: Instance


def smallest_changes(
    instance: Instance, plan: Plan, municipality: str, solve: Callable[[Instance], Plan]
) -> tuple[Change, ...]:
    """Find changes, one of each kind at most, any of which alone would select the municipality.

    Args:
        instance: the question.
        plan: its plan, in which the municipality has no operation.
        municipality: a name of the instance.
        solve: asks the planner; it must answer the same question in the same way.

    Returns:
        The verified changes; where rules forbid everything, facts only. Empty where none was found.
    """
    place = [place.name for place in instance.municipalities].index(municipality)

    def selected(question: Instance) -> bool:
        return any(operation.municipality == municipality for operation in solve(question).operations)

    options = build_options(instance)
    if not (options.municipality == place).any():
        return _facts(instance, municipality, selected)
    best = why_not(instance, plan, municipality, options).best
    if best is None:
        return ()
    pool = max(best.teams, key=best.teams.__getitem__)
    found = (_teams(instance, pool, best.start, selected), _weight(instance, place, selected))
    return tuple(change for change in found if change is not None)


def _facts(instance: Instance, municipality: str, selected: Callable[[Instance], bool]) -> tuple[Change, ...]:
    """All facts that stand in the way, each of which is needed."""
    question, texts = repaired(instance, municipality)
    if not texts or not selected(question):
        return ()
    return (Change(ChangeKind.FACTS, " and ".join(texts), 0.0, question),)


def _teams(instance: Instance, pool: str, start: int, selected: Callable[[Instance], bool]) -> Change | None:
    def question(teams: int) -> Instance:
        return with_more_teams(instance, pool, teams, start)

    teams = least(lambda count: selected(question(count)), MOST_TEAMS)
    if teams is None:
        return None
    text = f"{teams} more {'team' if teams == 1 else 'teams'} of {pool} from period {start} on"
    return Change(ChangeKind.TEAMS, text, float(teams), question(teams))


def _weight(instance: Instance, place: int, selected: Callable[[Instance], bool]) -> Change | None:
    def question(steps: int) -> Instance:
        return with_weight(instance, place, 1.0 + steps / STEPS_PER_FOLD)

    steps = least(lambda count: selected(question(count)), int((MOST_FOLD - 1.0) * STEPS_PER_FOLD))
    if steps is None:
        return None
    fold = 1.0 + steps / STEPS_PER_FOLD
    return Change(ChangeKind.WEIGHT, f"its priority counted {fold:.2f} times", fold, question(steps))


def least(works: Callable[[int], bool], most: int) -> int | None:
    """The end of a doubling and halving search from 1 to ``most``: it works, and one less (if not 0) does not."""
    fails, tried = 0, 1
    while not works(tried):
        if tried >= most:
            return None
        fails, tried = tried, min(2 * tried, most)
    while tried - fails > 1:
        middle = (fails + tried) // 2
        fails, tried = (fails, middle) if works(middle) else (middle, tried)
    return tried


def with_more_teams(instance: Instance, pool: str, teams: int, start: int) -> Instance:
    """The question with more teams of a pool that arrive in a period."""
    original = next(one for one in instance.pools if one.name == pool)
    end = instance.periods if original.available is None else original.available.end
    more = replace(original, name=f"{pool}-more", teams=teams, available=Window(start, end))
    return replace(instance, pools=(*instance.pools, more))


def with_weight(instance: Instance, place: int, fold: float) -> Instance:
    """The question with one municipality's period weights multiplied."""

    def heavier(municipality: Municipality) -> Municipality:
        return replace(municipality, period_weights=tuple(weight * fold for weight in municipality.period_weights))

    places = tuple(heavier(m) if index == place else m for index, m in enumerate(instance.municipalities))
    return replace(instance, municipalities=places)
