"""When a rival stops."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.rivals.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Stop:
    """What ends a rival's search.

    Attributes:
        seconds: time on an idle machine, reading the file included.
        gap: relative gap at which nothing is left to show.
        seed: of the solver's own random choices.
        team_operations: no plan holds more (team, operation) pairs.
    """

    seconds: float
    gap: float
    seed: int
    team_operations: int

    def reached(self, recorder: Recorder) -> bool:
        """Whether the time is over."""
        return recorder.alone_s() >= self.seconds

    def clock_limit_s(self) -> float:
        """Seconds by the clock after which the search ends, however little of the machine it had."""
        return 2 * self.seconds
