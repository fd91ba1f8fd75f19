"""The smallest change that would select a municipality, verified by solving again.

Three kinds are tried: facts (an accepted report, a signed agreement, ...) where rules forbid every operation; more
teams of one pool from a date on; a greater weight. A number is the least that works: the planner, asked again with it,
serves the municipality, and asked with one less (for weights one hundredth less) it does not. The plan's prices say
where to begin, so that few questions are asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from relevo_planner.compile import build_options
from relevo_planner.facts import repaired
from relevo_planner.instance import Instance, Municipality, Window
from relevo_planner.near_change import ChangeKind
from relevo_planner.plan import Plan
from relevo_planner.why_not import Unserved, why_not

MOST_TEAMS = 64
MOST_FOLD = 100.0
STEPS_PER_FOLD = 100
"""Weights are tried in hundredths."""


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
) -> Iterator[Change]:
    """Find changes, one of each kind at most, any of which alone would select the municipality.

    Args:
        instance: the question.
        plan: its plan, in which the municipality has no operation.
        municipality: a name of the instance.
        solve: asks the planner; it must answer the same question in the same way.

    Yields:
        The verified changes as they are found; where rules forbid everything, facts only.
    """
    place = [place.name for place in instance.municipalities].index(municipality)

    def selected(question: Instance) -> bool:
        return any(operation.municipality == municipality for operation in solve(question).operations)

    options = build_options(instance)
    if not (options.municipality == place).any():
        yield from _facts(instance, municipality, selected)
        return
    unserved = why_not(instance, plan, municipality, options)
    if unserved.best is not None:
        pool = max(unserved.best.teams, key=unserved.best.teams.__getitem__)
        # The weight first: prices nearly tell it, so that it is found soonest.
        yield from _weight(instance, place, _likely_steps(unserved), selected)
        yield from _teams(instance, pool, unserved.best.start, selected)


def _facts(instance: Instance, municipality: str, selected: Callable[[Instance], bool]) -> Iterator[Change]:
    """All facts that stand in the way, each of which is needed."""
    question, texts = repaired(instance, municipality)
    if texts and selected(question):
        yield Change(ChangeKind.FACTS, " and ".join(texts), 0.0, question)


def _teams(instance: Instance, pool: str, start: int, selected: Callable[[Instance], bool]) -> Iterator[Change]:
    def question(teams: int) -> Instance:
        return with_more_teams(instance, pool, teams, start)

    teams = least(lambda count: selected(question(count)), MOST_TEAMS)
    if teams is not None:
        text = f"{teams} more {'team' if teams == 1 else 'teams'} of {pool} from period {start} on"
        yield Change(ChangeKind.TEAMS, text, float(teams), question(teams))


def _likely_steps(unserved: Unserved) -> int:
    """Hundredths of its weight after which the best operation would pay what its teams are worth elsewhere."""
    if unserved.value <= 0 or unserved.price <= unserved.value:
        return 1
    return math.ceil((unserved.price / unserved.value - 1.0) * STEPS_PER_FOLD)


def _weight(instance: Instance, place: int, likely: int, selected: Callable[[Instance], bool]) -> Iterator[Change]:
    def question(steps: int) -> Instance:
        return with_weight(instance, place, 1.0 + steps / STEPS_PER_FOLD)

    steps = least(lambda count: selected(question(count)), int((MOST_FOLD - 1.0) * STEPS_PER_FOLD), likely)
    if steps is not None:
        fold = 1.0 + steps / STEPS_PER_FOLD
        yield Change(ChangeKind.WEIGHT, f"its priority counted {fold:.2f} times", fold, question(steps))


def least(works: Callable[[int], bool], most: int, likely: int = 1) -> int | None:
    """Search from a likely number on, in doubling steps and then by halving, among 1 to ``most``.

    Returns:
        A number that works while one less (if not 0, which is known not to) does not; None where not even ``most``
        works.
    """
    fails, found, step, tried = 0, None, 1, min(max(1, likely), most)
    while found is None or found - fails > 1:
        if works(tried):
            found = tried
        else:
            fails = tried
        if found is None:
            if fails == most:
                return None
            tried, step = min(fails + step, most), 2 * step
        elif fails == 0:
            tried, step = max(found - step, 1), 2 * step
        else:
            tried = (fails + found) // 2
    return found


def with_more_teams(instance: Instance, pool: str, teams: int, start: int) -> Instance:
    """The question with more teams of a pool that arrive in a period."""
    original = next(one for one in instance.pools if one.name == pool)
    end = instance.periods if original.available is None else original.available.end
    name, taken = f"{pool}-more", {one.name for one in instance.pools}
    while name in taken:
        name += "-more"
    more = replace(original, name=name, teams=teams, available=Window(start, end))
    return replace(instance, pools=(*instance.pools, more))


def with_weight(instance: Instance, place: int, fold: float) -> Instance:
    """The question with one municipality's period weights multiplied."""

    def heavier(municipality: Municipality) -> Municipality:
        return replace(municipality, period_weights=tuple(weight * fold for weight in municipality.period_weights))

    places = tuple(heavier(m) if index == place else m for index, m in enumerate(instance.municipalities))
    return replace(instance, municipalities=places)
