"""The rules that every plan keeps, in one place: a new rule is one line here."""

from __future__ import annotations

from relevo_planner.rules.absorption import Absorption
from relevo_planner.rules.budget import Budget
from relevo_planner.rules.complement import Complement
from relevo_planner.rules.exclusions import Exclusions
from relevo_planner.rules.fusion_centre import FusionCentre
from relevo_planner.rules.kinds import Rule
from relevo_planner.rules.pins import Pins
from relevo_planner.rules.reach import Reach
from relevo_planner.rules.reserve import Reserve
from relevo_planner.rules.standing import Standing
from relevo_planner.rules.state_ceiling import StateCeiling
from relevo_planner.rules.supply import Supply
from relevo_planner.rules.tenure import Tenure

CATALOGUE: tuple[Rule, ...] = (
    Tenure(),
    Standing(),
    FusionCentre(),
    Reach(),
    Exclusions(),
    Pins(),
    Complement(),
    Absorption(),
    Supply(),
    Reserve(),
    StateCeiling(),
    Budget(),
)
