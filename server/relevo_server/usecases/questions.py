"""Read a planning question from the records, or say all that keeps them from making one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from relevo_planner.instance import Instance, Operation
from relevo_planner.validate import find_faults
from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.ranking import Ranking, RankingState
from relevo_server.usecases.ports import Unit
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.snapshot import Question, read_instance


def take_question(
    unit: Unit, question: Question, today: date, published: Sequence[Operation] = ()
) -> tuple[Instance, tuple[tuple[str, int], ...]]:
    """Read one consistent snapshot of the records.

    Args:
        unit: One transaction.
        question: What is asked beyond the records.
        today: When overdue commitments are looked at.
        published: Stays to stay close to; those of places or pools that take no part any more are left out.

    Returns:
        The instance, and the records that it was read from as (name, version).

    Raises:
        RelevoError: NOT_FOUND (ranking), INSTANCE_INVALID, NO_LIVE_AGREEMENT where no place that takes part has one.
    """
    ranking = find_named(unit, Ranking, question.ranking)
    faults = Faults()
    if ranking.state is not RankingState.PUBLISHED:
        _note(faults, "ranking", f"{ranking.name} is a draft", "Publish it first")
    instance, provenance = read_instance(unit, question, ranking, today)
    instance = replace(instance, published=tuple(_still_known(instance, published)))
    for fault in find_faults(instance):
        _note(faults, fault.where, fault.text, "Correct the records or the request")
    _require_agreement(faults, instance)
    faults.refuse("the planning question")
    return instance, provenance


def _require_agreement(faults: Faults, instance: Instance) -> None:
    """Without any agreement there is nothing to plan: that is said at once, not after a search for nothing."""
    needing = [place for place in instance.municipalities if any(place.gains.values())]
    if needing and not any(place.standing.agreements for place in needing):
        end = instance.first_day + timedelta(days=instance.periods * instance.policy.period_days - 1)
        days = f"from {instance.first_day} to {end}"
        why = f"no live agreement covers any of the {len(needing)} municipalities in need {days}"
        remedy = "Record what a meeting agreed: relevo meeting agree, or plan for days that an agreement covers"
        faults.add("first_day", why, remedy, ErrorReason.NO_LIVE_AGREEMENT)


def _still_known(instance: Instance, operations: Sequence[Operation]) -> list[Operation]:
    places = {place.name for place in instance.municipalities}
    pools = {pool.name for pool in instance.pools}
    return [one for one in operations if one.municipality in places and pools.issuperset(one.teams)]


def _note(faults: Faults, path: str, why: str, remedy: str) -> None:
    faults.add(path, why, remedy, ErrorReason.INSTANCE_INVALID)
