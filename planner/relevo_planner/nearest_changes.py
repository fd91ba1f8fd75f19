"""The smallest changes that would select a municipality, found within seconds from the plan at hand.

Two sides are searched for in turns, each from the plan before it, and the side without the municipality has the last
turn: the best plan without it, and the best one with its best stay in it. Only where the second is worth more, the
changed question is asked once more, with nothing held; a change counts as found once that answer serves the
municipality and is proven to be good enough. Nothing is claimed that was not solved again; where time ran out first,
that is said.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from relevo_planner.change import (
    MOST_FOLD,
    MOST_TEAMS,
    STEPS_PER_FOLD,
    least,
    with_more_teams,
    with_weight,
)
from relevo_planner.compile import build_options
from relevo_planner.earlier import Warm, warm_from
from relevo_planner.facts import put_right
from relevo_planner.goals.sequence import LATER
from relevo_planner.instance import Exclusion, Floor, Instance, Operation
from relevo_planner.near_change import AtHand, ChangeKind, NearChange, NearestChanges
from relevo_planner.plan import Plan, Stop
from relevo_planner.policy import Goal
from relevo_planner.why_not import why_not

MOST_FOLDS_TRIED = 8
"""Weights are computed from two plans, not searched for: more than a few are only tried where better plans turn up."""


class OutOfTime(Exception):
    """No time is left for another solve."""


Solve = Callable[[Instance, Warm], Plan]
"""Asks the planner, from what a plan leaves to begin with; raises ``OutOfTime`` rather than search for less long."""


def nearest_changes(
    instance: Instance, at_hand: AtHand, *, improve: Solve, settle: Solve, tolerance: float
) -> NearestChanges:
    """Find the changes, the one that takes least to verify first.

    Args:
        instance: the question.
        at_hand: its plan, and the municipality.
        improve: searches for good plans as long as one solve may.
        settle: asks a question until its answer is proven to be within the tolerance.
        tolerance: the relative gap at which an answer counts as proven.
    """
    search = _Search(instance, at_hand, improve, settle, tolerance)
    if not search.has_options():
        return search.by_facts()
    kinds = [ChangeKind.WEIGHT, ChangeKind.TEAMS]
    try:
        rival, served = search.contest(instance, at_hand.plan)
        if served is None:
            return NearestChanges(())
        unchanged = search.verified(instance, rival, served)
    except OutOfTime:
        return NearestChanges((), open_kinds=tuple(kinds))
    if unchanged is not None:
        return NearestChanges((), unchanged=search.stay_in(unchanged))
    found: list[NearChange] = []
    for kind, look in zip(kinds, (search.by_weight, search.by_teams), strict=True):
        try:
            change = look(rival, served)
        except OutOfTime:
            return NearestChanges(tuple(found), open_kinds=tuple(kinds[kinds.index(kind) :]))
        if change is not None:
            found.append(change)
    return NearestChanges(tuple(found))


@dataclass(frozen=True, slots=True)
class _Search:
    """One municipality's search."""

    instance: Instance
    at_hand: AtHand
    improve: Solve
    settle: Solve
    tolerance: float

    @property
    def name(self) -> str:
        """The municipality."""
        return self.at_hand.municipality

    @property
    def place(self) -> int:
        """Its index."""
        return [place.name for place in self.instance.municipalities].index(self.name)

    def has_options(self) -> bool:
        """Whether the rules leave any stay."""
        return bool((build_options(self.instance).municipality == self.place).any())

    def stay_in(self, plan: Plan) -> Operation | None:
        """Its first stay."""
        return next((one for one in plan.operations if one.municipality == self.name), None)

    def contest(self, question: Instance, earlier: Plan) -> tuple[Plan, Plan | None]:
        """The best plan found without it and, from there, the best with it; None: it has no stay."""
        need = replace(question.policy, goals=tuple(goal for goal in question.policy.goals if goal not in LATER))
        bare = replace(question, policy=need)
        away = Exclusion("asked without it", municipality=self.name)
        without = replace(bare, exclusions=(*bare.exclusions, away))
        rival = self.improve(without, warm_from(earlier))
        best = why_not(bare, rival, self.name).best
        if best is None:
            return rival, None
        served = self.improve(replace(bare, pins=(*bare.pins, best)), warm_from(rival))
        if served.stop is Stop.IMPOSSIBLE:
            # All that it wants is more than there is of it: any stay will do.
            wished = replace(need, goals=(Goal.FLOORS, *(goal for goal in need.goals if goal is not Goal.FLOORS)))
            some = (*bare.floors, Floor(self.name, 1))
            served = self.improve(replace(bare, floors=some, policy=wished), warm_from(rival))
        if self.stay_in(served) is not None and served.certificate.value > rival.certificate.value:
            # The other side began from the first one's end: what it found besides the stay is not the stay's merit.
            again = self.improve(without, warm_from(served))
            rival = max(rival, again, key=lambda plan: plan.certificate.value)
        return rival, served

    def verified(self, question: Instance, rival: Plan, served: Plan) -> Plan | None:
        """The answer that serves it, where it is worth more than what is known without it."""
        if self.stay_in(served) is None or served.certificate.value <= rival.certificate.value:
            return None
        answer = self.settled(question, served)
        return answer if self.stay_in(answer) is not None else None

    def settled(self, question: Instance, start: Plan) -> Plan:
        """The question's answer; one that is not proven well enough is none."""
        answer = self.settle(question, warm_from(start))
        if answer.certificate.gap > self.tolerance:
            raise OutOfTime
        return answer

    def by_facts(self) -> NearestChanges:
        """All facts that stand in the way, each of which is needed."""
        question, facts = put_right(self.instance, self.name)
        if not facts:
            return NearestChanges(())
        try:
            rival, served = self.contest(question, self.at_hand.plan)
            answer = None if served is None else self.verified(question, rival, served)
        except OutOfTime:
            return NearestChanges((), facts=facts, open_kinds=(ChangeKind.FACTS,))
        if answer is None:
            return NearestChanges((), facts=facts)
        known = self.instance.municipalities[self.place].verified_officers
        officers = question.municipalities[self.place].verified_officers
        change = self._change(ChangeKind.FACTS, 0.0, answer)
        return NearestChanges((replace(change, facts=facts, officers=None if officers == known else officers),))

    def by_weight(self, rival: Plan, served: Plan) -> NearChange | None:
        """The factor at which the plan with it is worth more than the one without."""
        brings = sum(self._brings(one) for one in served.operations if one.municipality == self.name)
        if brings <= 0:
            return None
        value, is_least = rival.certificate.value, True
        for _ in range(MOST_FOLDS_TRIED):
            lacking = max(0.0, value - served.certificate.value) / brings
            steps = math.floor(lacking * STEPS_PER_FOLD) + 1
            fold = 1.0 + steps / STEPS_PER_FOLD
            if fold > MOST_FOLD:
                return None
            answer = self.settled(with_weight(self.instance, self.place, fold), served)
            if self.stay_in(answer) is not None:
                return replace(self._change(ChangeKind.WEIGHT, fold, answer), is_least=is_least)
            # A better plan without it is worth as much at any weight; where there is none, other goals decide.
            is_least = is_least and answer.certificate.value > value
            value = max(answer.certificate.value, value + (fold - 1.0) * brings)
        return None

    def by_teams(self, rival: Plan, served: Plan) -> NearChange | None:
        """The fewest more teams of one pool, the one of which its best stay has most first."""
        best = self.stay_in(served)
        assert best is not None
        for pool in sorted(best.teams, key=best.teams.__getitem__, reverse=True):
            change = self._by_teams_of(pool, best.start, rival)
            if change is not None:
                return change
        return None

    def _by_teams_of(self, pool: str, start: int, rival: Plan) -> NearChange | None:
        found: dict[int, NearChange] = {}

        def works(teams: int) -> bool:
            question = with_more_teams(self.instance, pool, teams, start)
            without, served = self.contest(question, rival)
            answer = None if served is None else self.verified(question, without, served)
            if answer is not None:
                change = self._change(ChangeKind.TEAMS, float(teams), answer)
                found[teams] = replace(change, pool=pool, start=start)
            return answer is not None

        try:
            least(works, MOST_TEAMS)
        except OutOfTime:
            if not found:
                raise
            return replace(found[min(found)], is_least=False)
        return found[min(found)] if found else None

    def _brings(self, operation: Operation) -> float:
        """What its teams gain over the window, which is what a weight multiplies."""
        place, served = self.instance.municipalities[self.place], dict[str, int]()
        capability = {pool.name: pool.capability for pool in self.instance.pools}
        for pool, teams in operation.teams.items():
            served[capability[pool]] = served.get(capability[pool], 0) + teams
        gains = sum(sum(place.gains[kind][: served.get(kind, 0)]) for kind in place.gains)
        return gains * sum(place.period_weights[operation.start : operation.end])

    def _change(self, kind: ChangeKind, amount: float, answer: Plan) -> NearChange:
        stay = self.stay_in(answer)
        assert stay is not None
        return NearChange(kind, amount, stay, answer.certificate.value, answer.certificate.bound)
