"""A matrix with few entries, line by line, in plain arrays.

SciPy has all of this and more. Reading it takes a quarter of a second, as long as all prices of a small question, and
its objects cost more than the few products with a vector that prices need.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sparse:
    """(n, k) numbers of which few are not zero (compressed sparse rows).

    Attributes:
        first: (n + 1,) where the entries of each line begin.
        column: (e,) the column of each entry, ascending within a line.
        value: (e,) the entries.
        width: k.
    """

    first: Indices
    column: Indices
    value: Floats
    width: int

    def __len__(self) -> int:
        """Return n."""
        return len(self.first) - 1

    @property
    def line(self) -> Indices:
        """(e,) the line of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.first))

    def times(self, vector: Floats) -> Floats:
        """(n,) the product with a vector (k,)."""
        return _summed(self.line, self.value * vector[self.column], len(self))

    def weighed(self, weight: Floats) -> Floats:
        """(k,) the sum of all lines, each times its weight (n,)."""
        return _summed(self.column, self.value * weight[self.line], self.width)

    def largest(self) -> Floats:
        """(k,) the largest entry of each column, 0 where none is above it."""
        largest = np.zeros(self.width)
        np.maximum.at(largest, self.column, self.value)
        return largest

    def take(self, lines: Indices) -> Sparse:
        """(m, k) these lines (m,), in this order."""
        count = np.diff(self.first)[lines]
        first = np.concatenate([[0], np.cumsum(count)])
        entry = np.arange(first[-1]) + np.repeat(self.first[lines] - first[:-1], count)
        return Sparse(first, self.column[entry], self.value[entry], self.width)

    def above(self, other: Sparse) -> Sparse:
        """(n + m, k) these lines and then those of the other."""
        first = np.concatenate([self.first, self.first[-1] + other.first[1:]])
        column = np.concatenate([self.column, other.column])
        return Sparse(first, column, np.concatenate([self.value, other.value]), self.width)

    def beside(self, other: Sparse) -> Sparse:
        """(n, k + l) each line followed by the other's (n, l)."""
        line, column = np.concatenate([self.line, other.line]), np.concatenate([self.column, self.width + other.column])
        value = np.concatenate([self.value, other.value])
        return sparse(line, column, value, (len(self), self.width + other.width))

    def scaled(self, factor: Floats) -> Sparse:
        """The same with every column times its factor (k,)."""
        return replace(self, value=self.value * factor[self.column])

    def grouped(self, group: Indices) -> Sparse:
        """(n, g) columns of one group summed; ``group`` (k,) is the new column of each."""
        return sparse(self.line, group[self.column], self.value, (len(self), int(group.max(initial=-1)) + 1))

    def mixed(self, line: Indices, part: Indices, weight: Floats, count: int) -> Sparse:
        """(count, k) new lines; each of these triples adds ``weight`` times the line ``part`` of this to ``line``."""
        parts = self.take(part)
        entries = np.diff(parts.first)
        value = parts.value * np.repeat(weight, entries)
        return sparse(np.repeat(line, entries), parts.column, value, (count, self.width))


def sparse(line: Indices, column: Indices, value: Floats, shape: tuple[int, int]) -> Sparse:
    """Make a matrix of triples in any order; those of one place are summed.

    Args:
        line: (e,) below ``shape[0]``.
        column: (e,) below ``shape[1]``.
        value: (e,).
        shape: (n, k).
    """
    count, width = shape
    key = line * width + column
    if (key[1:] <= key[:-1]).any():
        order = np.argsort(key, kind="stable")
        key, value = key[order], value[order]
        fresh = np.concatenate([[True], key[1:] > key[:-1]])
        place = np.flatnonzero(fresh)
        key, value = key[place], np.add.reduceat(value, place)
    line, column = np.divmod(key, max(width, 1))
    return Sparse(np.searchsorted(line, np.arange(count + 1)), column, value, width)


def _summed(place: Indices, value: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(place, weights=value, minlength=count), dtype=np.float64)
