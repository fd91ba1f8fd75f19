"""Every operation on a matrix with few entries says what the same operation on the full one says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from relevo_planner.sparse import Sparse, sparse

SEEDS = st.integers(0, 100_000)


def drawn(rng: np.random.Generator, count: int, width: int) -> tuple[Sparse, NDArray[np.float64]]:
    """A matrix of triples in any order, several of them for one place, and the same in full."""
    entries = int(rng.integers(0, 2 * count * width + 1)) if count * width else 0
    line, column = rng.integers(0, max(count, 1), entries), rng.integers(0, max(width, 1), entries)
    value, full = rng.integers(1, 9, entries).astype(np.float64), np.zeros((count, width))
    np.add.at(full, (line, column), value)
    return sparse(line, column, value, (count, width)), full


def filled(matrix: Sparse) -> NDArray[np.float64]:
    full = np.zeros((len(matrix), matrix.width))
    full[matrix.line, matrix.column] = matrix.value
    return full


@given(SEEDS)
def test_says_what_the_full_matrix_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count, width = int(rng.integers(0, 6)), int(rng.integers(1, 6))
    matrix, full = drawn(rng, count, width)
    np.testing.assert_array_equal(filled(matrix), full)
    prices, weight = rng.random(width), rng.random(count)
    np.testing.assert_allclose(matrix.times(prices), full @ prices)
    np.testing.assert_allclose(matrix.weighed(weight), weight @ full)
    np.testing.assert_array_equal(matrix.largest(), full.max(axis=0, initial=0.0))
    np.testing.assert_allclose(filled(matrix.scaled(prices)), full * prices)
    group = rng.permutation(np.arange(width) // 2)
    summed = np.zeros((count, int(group.max()) + 1))
    np.add.at(summed.T, group, full.T)
    np.testing.assert_allclose(filled(matrix.grouped(group)), summed)


@given(SEEDS)
def test_lines_are_taken_put_together_and_mixed(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count, width = int(rng.integers(1, 6)), int(rng.integers(1, 6))
    matrix, full = drawn(rng, count, width)
    chosen = rng.integers(0, count, int(rng.integers(0, 8)))
    np.testing.assert_array_equal(filled(matrix.take(chosen)), full[chosen])
    below, full_below = drawn(rng, int(rng.integers(0, 4)), width)
    np.testing.assert_array_equal(filled(matrix.above(below)), np.vstack([full, full_below]))
    right, full_right = drawn(rng, count, int(rng.integers(1, 4)))
    np.testing.assert_array_equal(filled(matrix.beside(right)), np.hstack([full, full_right]))
    line, part, weight = np.sort(rng.integers(0, 3, 5)), rng.integers(0, count, 5), rng.random(5)
    mixture = np.zeros((3, 5))
    mixture[line, np.arange(5)] = weight
    np.testing.assert_allclose(filled(matrix.mixed(line, part, weight, 3)), mixture @ full[part])
