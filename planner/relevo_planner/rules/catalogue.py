"""The rules that every plan keeps, in one place: a new rule is one line here."""

from __future__ import annotations

from relevo_planner.rules.absorption import Absorption
from relevo_planner.rules.kinds import Rule
from relevo_planner.rules.reach import Reach
from relevo_planner.rules.supply import Supply
from relevo_planner.rules.tenure import Tenure

CATALOGUE: tuple[Rule, ...] = (
    Tenure(),
    Reach(),
    Absorption(),
    Supply(),
)
