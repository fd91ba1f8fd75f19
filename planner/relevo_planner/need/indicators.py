"""Figures that a meeting asks for: totals, rates, change, spread between states, and upswings beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.need.history import MONTHS_PER_YEAR, RATE_BASE


@dataclass(frozen=True, slots=True)
class Indicator:
    """One area's figure for a span of months; None where something it needs is unknown.

    Attributes:
        incidents: over the span; None where any month of any part of the area is unknown.
        rate_per_100k: per 100,000 inhabitants and year; of the places whose inhabitants are known, where some are not.
        change_to_base, change_to_before: relative change of incidents, 0.9 for "+90 %"; None where the reference is
            unknown or zero.
    """

    area: str
    incidents: float | None
    rate_per_100k: float | None
    change_to_base: float | None = None
    change_to_before: float | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How unequal the rates of areas are.

    Attributes:
        lowest, highest: rates with the areas that have them.
        ratio: highest over lowest; None where the lowest is zero.
        variation: standard deviation over mean, areas weighing alike; None where the mean is zero.
    """

    lowest: tuple[str, float]
    highest: tuple[str, float]
    ratio: float | None
    variation: float | None


@dataclass(frozen=True, slots=True)
class Upswing:
    """An alarm: incidents beyond what the months before let chance explain.

    Attributes:
        recent: incidents of the watched months.
        expected: what the reference months would let one expect for as many months.
        p_value: probability of as many or more if nothing had changed.
    """

    area: str
    recent: int
    expected: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Watch:
    """The alarms of one look at many areas.

    Attributes:
        alarms: by p-value.
        watched: areas with known counts in all months looked at.
        false_alarm_rate: probability that an area without any change raises an alarm, at most.
    """

    alarms: tuple[Upswing, ...]
    watched: int
    false_alarm_rate: float

    @property
    def expected_false_alarms(self) -> float:
        """False alarms to expect, at most, if nothing had changed anywhere."""
        return self.watched * self.false_alarm_rate


def indicators(
    counts: NDArray[np.float64],
    population: NDArray[np.float64],
    areas: Sequence[str],
    spans: Mapping[str, tuple[int, int]],
) -> tuple[Indicator, ...]:
    """Return one figure per area, ascending.

    A place without known inhabitants is in no rate of its area, neither with them nor with its incidents: a new
    municipality would else leave its whole country without one.

    Args:
        counts: (M, T) incidents, NaN where unknown.
        population: (M,) inhabitants, NaN where unknown; 0 where incidents of the area happened in none of its places.
        areas: (M,) the area of each row: a municipality, a state, a region, or one name for the nation.
        spans: half-open month ranges: ``now`` and, where wanted, ``base`` and ``before``; spans of other lengths are
            compared by the month.

    Raises:
        ValueError: ``now`` is missing, or a span is empty or leaves the months given.
    """
    if "now" not in spans or any(not 0 <= first < last <= counts.shape[1] for first, last in spans.values()):
        raise ValueError(f"spans {dict(spans)} need 'now' and must lie within {counts.shape[1]} months")
    names, place = np.unique(np.asarray(areas), return_inverse=True)
    has_people = ~np.isnan(population)
    people = _summed(np.where(has_people, population, 0.0), place, len(names))
    totals = {n: _summed(counts[:, a:b].sum(axis=1), place, len(names)) / (b - a) for n, (a, b) in spans.items()}
    first, last = spans["now"]
    yearly = counts[:, first:last].sum(axis=1) / (last - first) * MONTHS_PER_YEAR
    rated = _summed(np.where(has_people, yearly, 0.0), place, len(names))
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where((people > 0) & ~np.isnan(totals["now"]), rated / people * RATE_BASE, np.nan)
    return tuple(
        Indicator(
            area=str(name),
            incidents=_known(totals["now"][i] * (last - first)),
            rate_per_100k=_known(rates[i]),
            change_to_base=_change(totals, "base", i),
            change_to_before=_change(totals, "before", i),
        )
        for i, name in enumerate(names)
    )


def spread(figures: Sequence[Indicator]) -> Spread | None:
    """Return how unequal the known rates are, None where fewer than two are known."""
    known = sorted((f.rate_per_100k, f.area) for f in figures if f.rate_per_100k is not None)
    if len(known) < 2:
        return None
    rates = np.array([rate for rate, _ in known])
    (low, low_area), (high, high_area) = known[0], known[-1]
    return Spread(
        lowest=(low_area, low),
        highest=(high_area, high),
        ratio=high / low if low > 0 else None,
        variation=float(rates.std() / rates.mean()) if rates.mean() > 0 else None,
    )


def upswings(
    counts: NDArray[np.float64],
    areas: Sequence[str],
    *,
    recent_months: int,
    reference_months: int,
    false_alarm_rate: float = 0.001,
    drift: float = 0.3,
) -> Watch:
    """Watch every area for an upswing beyond chance.

    Without change the recent incidents, given recent and reference ones together, are binomial with the share of
    months. Rates also drift by themselves, with log standard deviation ``drift``: with a Gamma(reference + 1/2)
    posterior this widens chance to a negative binomial of shape ``1 / ((1 + 1 / (reference + 1/2)) exp(drift²) - 1)``.
    The larger p-value of the two counts, so that the stated rate is an upper one.

    Args:
        counts: (M, T) incidents, NaN where unknown; areas with an unknown month are not watched.
        areas: (M,) names.
        recent_months: the last months, watched.
        reference_months: months right before them.
        false_alarm_rate: see ``Watch``.
        drift: year-to-year drift that is no news.

    Raises:
        ValueError: more months asked for than given.
    """
    # Loaded here, because it takes a second that a server which ranks nothing yet need not wait for.
    from scipy.stats import binom, nbinom

    if recent_months < 1 or reference_months < 1 or recent_months + reference_months > counts.shape[1]:
        raise ValueError(f"{recent_months} + {reference_months} months asked for, {counts.shape[1]} given")
    window = counts[:, -(recent_months + reference_months) :]
    known = np.flatnonzero(~np.isnan(window).any(axis=1))
    recent = window[known, reference_months:].sum(axis=1)
    reference = window[known, :reference_months].sum(axis=1)
    months = recent_months / reference_months
    chance = binom.sf(recent - 1, recent + reference, months / (1 + months))
    shape = 1 / ((1 + 1 / (reference + 0.5)) * np.exp(drift**2) - 1)
    drifting = nbinom.sf(recent - 1, shape, shape / (shape + (reference + 0.5) * months))
    p_value = np.where(recent > 0, np.maximum(chance, drifting), 1.0)
    raised = [i for i in np.argsort(p_value, kind="stable") if p_value[i] <= false_alarm_rate]
    alarms = tuple(
        Upswing(areas[known[i]], int(recent[i]), float(reference[i] * months), float(p_value[i])) for i in raised
    )
    return Watch(alarms, len(known), false_alarm_rate)


def _summed(values: NDArray[np.float64], place: NDArray[np.intp], size: int) -> NDArray[np.float64]:
    total = np.zeros(size)
    np.add.at(total, place, values)
    return total


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _change(totals: Mapping[str, NDArray[np.float64]], reference: str, place: int) -> float | None:
    if reference not in totals or not totals[reference][place] > 0:
        return None
    return _known(totals["now"][place] / totals[reference][place] - 1)
