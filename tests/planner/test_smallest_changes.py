"""Every smallest change serves the municipality when the question is solved again, and nothing smaller does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest

from relevo_planner.change import Change, smallest_changes, with_weight
from relevo_planner.instance import Capability, Instance, Standing
from relevo_planner.near_change import ChangeKind
from tests.planner.small import LOOSE, place, proposed, question, random_question

HUNDREDTH = 0.01


def serves(instance: Instance, name: str) -> bool:
    return any(operation.municipality == name for operation in proposed(instance).operations)


def smaller(before: Instance, change: Change, name: str) -> Iterator[tuple[str, Instance]]:
    """The question with all of a change but one team, one hundredth or one fact."""
    if change.kind is ChangeKind.TEAMS:
        *others, more = change.instance.pools
        assert (more.teams, tuple(others)) == (change.amount, before.pools)
        fewer = (replace(more, teams=more.teams - 1),) if more.teams > 1 else ()
        yield f"{more.teams - 1} teams", replace(change.instance, pools=(*others, *fewer))
    elif change.kind is ChangeKind.WEIGHT:
        place = [one.name for one in before.municipalities].index(name)
        fold = change.amount - HUNDREDTH
        yield f"{fold:.2f} times", with_weight(before, place, fold) if fold > 1 else before
    else:
        yield from without_one_fact(before, change.instance, name)


def without_one_fact(before: Instance, after: Instance, name: str) -> Iterator[tuple[str, Instance]]:
    """Each field that the change touches put back; a report and its age are one fact."""
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new and field.name != "municipalities":
            yield field.name, replace(after, **{field.name: old})
    (old_place,) = (one for one in before.municipalities if one.name == name)
    (new_place,) = (one for one in after.municipalities if one.name == name)
    old_standing, new_standing = old_place.standing, new_place.standing
    changed = {f.name for f in fields(Standing) if getattr(old_standing, f.name) != getattr(new_standing, f.name)}
    facts = [{field} for field in sorted(changed - {"report", "report_age_days"})]
    if reported := changed & {"report", "report_age_days"}:
        facts.append(reported)
    for fact in facts:
        kept = replace(new_standing, **{field: getattr(old_standing, field) for field in fact})
        yield ", ".join(sorted(fact)), _placed(after, name, standing=kept)
    if old_place.verified_officers != new_place.verified_officers:
        yield "verified_officers", _placed(after, name, verified_officers=old_place.verified_officers)


def _placed(instance: Instance, name: str, **changes: object) -> Instance:
    places = tuple(
        replace(one, **changes) if one.name == name else one  # type: ignore[arg-type]
        for one in instance.municipalities
    )
    return replace(instance, municipalities=places)


def crowded(wanted: int) -> Instance:
    """A strong place wants so many more teams than there are that a weak one has to wait for as many."""
    policy = replace(LOOSE, durations=(4,), tenure_periods=4, tenure_window_periods=5)
    strong = place("a", gains={Capability.PATROL: (9.0,) * (2 + wanted)})
    return question(strong, place("b", gains={Capability.PATROL: (0.5,)}), policy=policy)


ASKED: dict[str, tuple[Instance, set[ChangeKind]]] = {
    **{f"drawn {seed}": (random_question(seed), {ChangeKind.FACTS}) for seed in (2, 7, 10, 13, 16, 29, 32, 51, 54, 55)},
    **{f"drawn {seed}": (random_question(seed), {ChangeKind.WEIGHT}) for seed in (14, 31)},
    "drawn 44": (random_question(44), set(ChangeKind)),
    "drawn 50": (random_question(50), {ChangeKind.TEAMS}),
    **{f"crowded by {n}": (crowded(n), {ChangeKind.TEAMS, ChangeKind.WEIGHT}) for n in (0, 1, 2, 6)},
}
"""Questions and the kinds of change that they have."""


@pytest.mark.parametrize("name", ASKED)
def test_every_change_serves_and_nothing_smaller_does(name: str) -> None:
    instance, kinds = ASKED[name]
    plan, found = proposed(instance), set()
    for unserved in {one.name for one in instance.municipalities} - {op.municipality for op in plan.operations}:
        for change in smallest_changes(instance, plan, unserved, proposed):
            assert serves(change.instance, unserved), change.text
            less = list(smaller(instance, change, unserved))
            assert less
            for words, fewer in less:
                assert not serves(fewer, unserved), (change.text, words)
            found.add(change.kind)
    assert found == kinds


@pytest.mark.parametrize("wanted", [0, 1, 2, 6])
def test_the_number_of_teams_is_counted_right(wanted: int) -> None:
    instance = crowded(wanted)
    changes = smallest_changes(instance, proposed(instance), "municipalities/b", proposed)
    assert [change.amount for change in changes if change.kind is ChangeKind.TEAMS] == [wanted + 1]
