"""Compute a ranking from its basis: the order's lines, and the record that tells how they came about."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from relevo_planner.need.ordering import Ordering, order_municipalities
from relevo_planner.need.ranking import rate_per_100k
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy
from relevo_server.domain.dataset import Dataset
from relevo_server.domain.errors import Faults
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.ranking import Ranking, RankingDraft, RankingEntry, RankingState
from relevo_server.usecases.ports import Ports, Query, Unit
from relevo_server.usecases.ranking_basis import Basis, gather_basis
from relevo_server.usecases.score_numbers import PREFIX, numbers_used, score_policy_of


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed order with all that it came from."""

    draft: RankingDraft
    policy: ScorePolicy
    basis: Basis
    ordering: Ordering
    entries: tuple[RankingEntry, ...]

    @property
    def method(self) -> ScoreMethod:
        """What was ordered by."""
        assert self.draft.method is not None
        return ScoreMethod(self.draft.method.value)


def require_weight(faults: Faults, draft: RankingDraft) -> None:
    """Note where no crime type would count: police discover all of them, or their weights are zero."""
    if not draft.crime_types or faults.found:
        return
    policy = score_policy_of(draft.numbers)
    if not any(policy.weight(name.removeprefix(PREFIX)) for name in draft.crime_types):
        why = "none of them has a weight: what police discover counts only where it is asked for"
        faults.add("ranking.crime_types", why, "Name another crime type, or set numbers.count_discovered")


def compute(
    unit: Unit,
    draft: RankingDraft,
    datasets: Sequence[Dataset],
    population: Mapping[str, int | None] | None = None,
) -> Computed:
    """Compute an order from the records as they are.

    Args:
        unit: Where from.
        draft: Without faults.
        datasets: Those of the draft.
        population: By municipality, where another than that of the records is to count.
    """
    assert draft.method is not None
    policy = score_policy_of(draft.numbers)
    places = unit.find(MunicipalityRecord, Query())
    basis = gather_basis(unit, datasets, draft, policy, places, population)
    ordering = order_municipalities(basis.history, ScoreMethod(draft.method.value), policy, basis.calls)
    return Computed(draft, policy, basis, ordering, _entries(basis, ordering))


def ranking_of(ports: Ports, computed: Computed, datasets: Sequence[Dataset]) -> Ranking:
    """Return the draft record of a computed order."""
    draft = computed.draft
    assert draft.method is not None
    assert draft.from_month is not None
    assert draft.until_month is not None
    return Ranking(
        name=f"rankings/{ports.ids.new()}",
        title=draft.title,
        state=RankingState.DRAFT,
        method=draft.method,
        datasets=draft.datasets,
        crime_types=draft.crime_types,
        from_month=draft.from_month,
        until_month=draft.until_month,
        ranked_incidents=sum(entry.incidents for entry in computed.entries),
        unplaced_incidents=computed.basis.unplaced,
        ranked_municipalities=len(computed.entries),
        unknown_municipalities=len(computed.basis.places) - len(computed.entries),
        formula=f"{computed.ordering.formula}; {computed.basis.history.months} months",
        source_sha256=tuple(dataset.content_sha256 for dataset in datasets),
        software_version=ports.software_version,
        created=ports.clock.now(),
        numbers=numbers_used(computed.policy, draft.crime_types),
        inputs=computed.basis.inputs,
    )


def draft_of(ranking: Ranking) -> RankingDraft:
    """Return what was asked for, with every number that was used."""
    return RankingDraft(
        ranking.title,
        ranking.method,
        ranking.datasets,
        ranking.crime_types,
        ranking.from_month,
        ranking.until_month,
        ranking.numbers,
    )


def _entries(basis: Basis, ordering: Ordering) -> tuple[RankingEntry, ...]:
    history, belief = basis.history, ordering.belief
    sums = np.zeros(len(basis.places))
    for crime in basis.counted:
        sums += history.counts[crime].sum(axis=1)
    total = float(np.nansum(sums)) + basis.unplaced
    ranked = [int(index) for index in ordering.order]
    held = accumulate(int(sums[index]) for index in ranked)
    entries = []
    for position, (index, so_far) in enumerate(zip(ranked, held, strict=True), start=1):
        place, people = basis.places[index], history.population[index]
        population, incidents = None if math.isnan(people) else int(people), int(sums[index])
        entries.append(
            RankingEntry(
                municipality=place.name,
                title=place.title,
                state=place.state,
                position=position,
                incidents=incidents,
                population=population,
                rate_per_100k=rate_per_100k(incidents, population, history.months),
                cumulative_share=so_far / total if total else 0.0,
                score=_known(ordering.score[index]),
                smoothed_rate_per_100k=_known(ordering.smoothed_rate[index]),
                rank_low=_known(belief.low[index]),
                rank_high=_known(belief.high[index]),
                probability_first=_known(belief.probability_first[index]),
            )
        )
    return tuple(entries)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
