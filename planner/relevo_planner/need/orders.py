"""Two orders side by side, however each was made: who entered the first N, who left, and how alike they are.

A *submitted* ranking is somebody's own list, a municipality's or a meeting's, with a reason per place. It may be short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubmittedPlace:
    """A place of somebody's own list, best first, and why it stands there."""

    municipality: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A municipality that stands on another side of the line; positions from 1, None where a list leaves it out."""

    municipality: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class OrderComparison:
    """Differences between two orders.

    Attributes:
        entered: within the first N of the later order only, by its positions.
        left: within the first N of the earlier order only, by its positions.
        stayed: how many are within the first N of both.
        common: municipalities that stand in both orders.
        spearman, kendall: rank correlation over those; None where fewer than two.
    """

    entered: tuple[Shift, ...]
    left: tuple[Shift, ...]
    stayed: int
    common: int
    spearman: float | None
    kendall: float | None


def submission_faults(places: Sequence[SubmittedPlace], known: Collection[str]) -> list[str]:
    """Say everything that keeps a submitted list from being used; empty where nothing does.

    Args:
        places: the list, best first.
        known: municipalities that exist.
    """
    faults = [] if places else ["the list is empty: name at least one municipality"]
    for position, place in enumerate(places, start=1):
        if place.municipality not in known:
            faults.append(f"position {position}: {place.municipality!r} is no known municipality")
        if not place.reason.strip():
            faults.append(f"position {position}: {place.municipality} stands without a reason")
    times = Counter(place.municipality for place in places)
    return faults + [f"{name} stands {count} times" for name, count in times.items() if count > 1]


def compare_orders(before: Sequence[str], after: Sequence[str], first: int) -> OrderComparison:
    """Compare two lists of municipalities, best first.

    Args:
        before: the earlier list, each municipality once.
        after: the later list, likewise; either may be shorter than the other.
        first: N, at least 1.

    Raises:
        ValueError: a municipality stands twice, or N is not positive.
    """
    old, new = _positions(before, "earlier"), _positions(after, "later")
    if first < 1:
        raise ValueError(f"the first {first} municipalities cannot be compared, only the first 1 or more")
    entered = [name for name in after[:first] if old.get(name, first + 1) > first]
    left = [name for name in before[:first] if new.get(name, first + 1) > first]
    common = [name for name in before if name in new]
    spearman, kendall = correlations([old[name] for name in common], [new[name] for name in common])
    return OrderComparison(
        entered=tuple(Shift(name, old.get(name), new[name]) for name in entered),
        left=tuple(Shift(name, old[name], new.get(name)) for name in left),
        stayed=min(first, len(before)) - len(left),
        common=len(common),
        spearman=spearman,
        kendall=kendall,
    )


def correlations(before: Sequence[float], after: Sequence[float]) -> tuple[float | None, float | None]:
    """Return Spearman's and Kendall's rank correlation; None where there are fewer than two places."""
    # Loaded here, because it takes a second that a server which ranks nothing yet need not wait for.
    from scipy.stats import kendalltau, spearmanr

    if len(before) < 2:
        return None, None
    return float(spearmanr(before, after).statistic), float(kendalltau(before, after).statistic)


def _positions(names: Sequence[str], which: str) -> Mapping[str, int]:
    positions = {name: position for position, name in enumerate(names, start=1)}
    if len(positions) != len(names):
        twice = sorted(name for name, count in Counter(names).items() if count > 1)
        raise ValueError(f"the {which} list names {', '.join(twice)} more than once")
    return positions
