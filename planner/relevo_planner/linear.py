"""The linear program of the price search.

Prices are what is sought, so that prices are the variables:

    minimise    limits . price
    subject to  use @ price  >=  value,   low <= price <= high

Its dual is the mixture of columns: how far each of them is open.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.sparse import Sparse

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Linear:
    """n columns that want to be worth no more than what they use of k rows.

    Attributes:
        value: (n,) what each column brings.
        use: (n, k) what it uses.
        limits: (k,) what there is of each row.
        low: (k,) lowest prices.
        high: (k,) highest prices, may be infinite.
    """

    value: Floats
    use: Sparse
    limits: Floats
    low: Floats
    high: Floats

    @property
    def scale(self) -> float:
        """Brings the largest value to 100: solvers' tolerances are absolute."""
        return 100.0 / max(float(np.abs(self.value).max(initial=0.0)), 1e-12)
