"""What is left of every shared limit while operations are placed one after the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relevo_planner.options import NO_LIMIT, Options
from relevo_planner.plan import Reason
from relevo_planner.solution import Opening

ROUNDING = 1e-9


class Ledger:
    """Remaining amounts of ``Options.rows``; starts full."""

    def __init__(self, options: Options) -> None:
        rows = options.rows
        self._options = options
        self.left: NDArray[np.float64] = np.array([row.limit for row in rows], dtype=np.float64)
        self._starts = np.array([row.start for row in rows], dtype=np.int64)
        self._ends = np.array([row.end for row in rows], dtype=np.int64)
        self._rests = np.array([row.rests for row in rows], dtype=np.int64)
        per_team = [dict(zip(row.pools, row.per_team, strict=True)) for row in rows]
        pools = range(len(options.pool_capability))
        anywhere = [[i for i, row in enumerate(rows) if row.municipalities is None and p in per_team[i]] for p in pools]
        somewhere = [[i for i, row in enumerate(rows) if row.municipalities and p in per_team[i]] for p in pools]
        self._anywhere = [np.array(own, dtype=np.int64) for own in anywhere]
        self._somewhere = [np.array(own, dtype=np.int64) for own in somewhere]
        self._amounts = [np.array([per_team[i].get(p, 0.0) for i in range(len(rows))]) for p in pools]
        self._rivals: list[set[int]] = [{p} for p in pools]
        """Pools that share a row with each, itself among them."""
        for members in {row.pools for row in rows}:
            for p in members:
                self._rivals[p].update(members)
        horizon = options.horizon + 1
        window = options.start.astype(np.int64) * horizon + options.periods
        distinct, self._window_of = np.unique(window, return_inverse=True)
        self._windows = ((distinct // horizon).astype(np.int32), (distinct % horizon).astype(np.int32))
        self._needs: dict[int, NDArray[np.float64]] = {}
        """(distinct windows, rows) usage per team of each pool."""
        self._rooms: dict[int, NDArray[np.float64]] = {}
        """(distinct windows,) room per pool, wherever the option is; forgotten when a row of it changes."""
        self._inside: dict[int, NDArray[np.bool_]] = {}
        for index, row in enumerate(rows):
            if row.municipalities is not None:
                self._inside[index] = np.isin(np.arange(len(options.curves)), row.municipalities)

    def _usage(
        self, start: NDArray[np.int32], periods: NDArray[np.int32], pool: int, rows: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """(n, rows) usage per team of windows, wherever they are."""
        first = start[:, np.newaxis]
        end = first + periods[:, np.newaxis] + int(self._options.pool_rest[pool]) * self._rests[rows]
        overlap = np.minimum(end, self._ends[rows]) - np.maximum(first, self._starts[rows])
        return np.asarray(np.maximum(overlap, 0) * self._amounts[pool][rows])

    def rooms(self, chosen: NDArray[np.int64], pool: int) -> NDArray[np.int64]:
        """(n,) teams of the pool that each of the chosen options alone could still have."""
        rows = self._anywhere[pool]
        if pool not in self._rooms and len(chosen) > 1:
            self._rooms[pool] = self._fit(self._needed(pool), rows)
        window = self._window_of[chosen]
        room = self._rooms[pool][window] if pool in self._rooms else self._fit(self._needed(pool)[window], rows)
        for row in self._somewhere[pool]:
            inside = np.flatnonzero(self._inside[int(row)][self._options.municipality[chosen]])
            if len(inside):
                start, periods = self._options.start[chosen[inside]], self._options.periods[chosen[inside]]
                only = np.array([row])
                room[inside] = np.minimum(room[inside], self._fit(self._usage(start, periods, pool, only), only))
        return np.asarray(room, dtype=np.int64)

    def settle(self) -> None:
        """Work out the room in every window at once: pays where much is asked before anything more is taken."""
        for pool, rows in enumerate(self._anywhere):
            self._rooms[pool] = self._fit(self._needed(pool), rows)

    def _needed(self, pool: int) -> NDArray[np.float64]:
        if pool not in self._needs:
            self._needs[pool] = self._usage(*self._windows, pool, self._anywhere[pool])
        return self._needs[pool]

    def _fit(self, used: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        left = np.maximum(self.left[rows], 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(used > 0, np.floor(left / used + ROUNDING), float(NO_LIMIT))
        return np.asarray(room.min(axis=1, initial=float(NO_LIMIT)))

    def room(self, option: int, pool: int) -> int:
        """Teams of the pool that one option could still have."""
        return int(self.rooms(np.array([option]), pool)[0])

    def tightest(self, option: int, pool: int) -> Reason:
        """The reason of the row that leaves the option fewest teams of the pool, supply first among equals."""
        options, window = self._options, slice(option, option + 1)
        place = int(options.municipality[option])
        inside = [row for row in self._somewhere[pool].tolist() if self._inside[row][place]]
        rows = np.concatenate([self._anywhere[pool], np.array(inside, dtype=np.int64)])
        used = self._usage(options.start[window], options.periods[window], pool, rows)[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(used > 0, np.floor(np.maximum(self.left[rows], 0.0) / used + ROUNDING), float(NO_LIMIT))
        return options.rows[int(rows[np.argmin(room)])].reason if len(rows) else Reason.SUPPLY

    def take(self, option: int, pool: int, teams: int) -> None:
        """Book teams of a pool for an option."""
        self.left[self._anywhere[pool]] -= teams * self._needed(pool)[self._window_of[option]]
        place, window = int(self._options.municipality[option]), slice(option, option + 1)
        inside = np.array([row for row in self._somewhere[pool].tolist() if self._inside[row][place]], dtype=np.int64)
        if len(inside):
            used = self._usage(self._options.start[window], self._options.periods[window], pool, inside)
            self.left[inside] -= teams * used[0]
        for rival in self._rivals[pool]:
            self._rooms.pop(rival, None)

    def book(self, opening: Opening) -> None:
        """Book all teams of an opening."""
        for pool, teams in opening.teams:
            self.take(opening.option, pool, teams)
