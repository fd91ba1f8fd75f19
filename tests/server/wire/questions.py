"""Arbitrary questions, policies and answers: only their form matters here, not their sense."""

from datetime import date
from math import isfinite
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from relevo_planner.instance import (
    Capability,
    Exclusion,
    Floor,
    Fund,
    Instance,
    Municipality,
    Operation,
    Pool,
    Region,
    ReportStatus,
    Standing,
    Stay,
    Window,
)
from relevo_planner.plan import (
    Baseline,
    Certificate,
    Conflict,
    Demand,
    DemandKind,
    GoalResult,
    LimitPrice,
    NamedTeam,
    Plan,
    PoolPrice,
    Reason,
    Shortfall,
    Stop,
)
from relevo_planner.policy import Goal, Policy

INT32 = st.integers(-(2**31), 2**31 - 1)
INT64 = st.integers(-(2**63), 2**63 - 1)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
WINDOWS = st.builds(Window, INT32, INT32)
CAPABILITIES = st.sampled_from(Capability)
TEAMS = st.dictionaries(TEXT, INT32, max_size=3)
NUMBERS = st.lists(NUMBER, max_size=4).map(tuple)


T = TypeVar("T")


def several(of: SearchStrategy[T]) -> SearchStrategy[tuple[T, ...]]:
    return st.lists(of, max_size=2).map(tuple)


def maybe(of: SearchStrategy[T]) -> SearchStrategy[T | None]:
    return st.none() | of


OPERATIONS = st.builds(Operation, TEXT, INT32, INT32, TEAMS)
EXCLUSIONS = st.builds(
    Exclusion,
    reason=TEXT,
    municipality=NAMED,
    pool=maybe(NAMED),
    capability=maybe(CAPABILITIES),
    window=maybe(WINDOWS),
)
FLOORS = st.builds(Floor, TEXT, INT32, maybe(CAPABILITIES))
POLICIES = st.builds(
    Policy,
    period_days=INT32,
    durations=st.lists(INT32, min_size=1, max_size=4).map(tuple),
    tenure_periods=INT32,
    tenure_window_periods=INT32,
    complement_ratio=NUMBER,
    effort_floor=NUMBER,
    report_fresh_days=INT32,
    reserve_share=NUMBER,
    state_ceiling_share=NUMBER,
    stability_epsilon=NUMBER,
    fairness_epsilon=NUMBER,
    goals=st.permutations(list(Goal)).flatmap(lambda goals: st.integers(1, len(goals)).map(lambda n: tuple(goals[:n]))),
)
STANDINGS = st.builds(
    Standing,
    agreements=several(WINDOWS),
    report=st.sampled_from(ReportStatus),
    report_age_days=maybe(INT32),
    effort_ratio=maybe(NUMBER),
    overdue_commitments=INT32,
    waiver=st.booleans(),
)
PLACES = st.builds(
    Municipality,
    name=TEXT,
    state=TEXT,
    region=TEXT,
    gains=st.dictionaries(CAPABILITIES, NUMBERS, max_size=3),
    period_weights=NUMBERS,
    title=TEXT,
    rank=INT32,
    latitude=maybe(NUMBER),
    longitude=maybe(NUMBER),
    verified_officers=maybe(INT64),
    absorption_teams=maybe(INT32),
    absorption_officers=maybe(INT64),
    standing=STANDINGS,
    unknown_need=several(CAPABILITIES),
)
POOLS = st.builds(
    Pool,
    name=TEXT,
    capability=CAPABILITIES,
    teams=INT32,
    title=TEXT,
    agency=TEXT,
    officers_per_team=INT32,
    rest_periods=INT32,
    available=maybe(WINDOWS),
    base_region=TEXT,
    reach_regions=several(TEXT),
    reach_km=maybe(NUMBER),
    latitude=maybe(NUMBER),
    longitude=maybe(NUMBER),
    cost_per_operation=NUMBER,
    fund=TEXT,
    cost_mxn_per_period=NUMBER,
)
INSTANCES = st.builds(
    Instance,
    first_day=DAYS,
    periods=INT32,
    municipalities=several(PLACES),
    pools=several(POOLS),
    regions=several(st.builds(Region, TEXT, TEXT, maybe(WINDOWS))),
    funds=several(st.builds(Fund, TEXT, NUMBER)),
    stays=several(st.builds(Stay, TEXT, TEXT, INT32, INT32, TEAMS)),
    pins=several(OPERATIONS),
    exclusions=several(EXCLUSIONS),
    floors=several(FLOORS),
    published=several(OPERATIONS),
    policy=POLICIES,
)
DEMANDS = st.builds(Demand, st.sampled_from(DemandKind), TEXT, INT32)
PLANS = st.builds(
    Plan,
    operations=several(OPERATIONS),
    certificate=st.builds(Certificate, NUMBER, NUMBER).filter(lambda certificate: isfinite(certificate.gap)),
    goals=several(st.builds(GoalResult, st.sampled_from(Goal), NUMBER, NUMBER, NUMBER, TEXT)),
    roster=several(st.builds(NamedTeam, TEXT, INT32, INT32)),
    shortfalls=several(st.builds(Shortfall, TEXT, st.sampled_from(Reason), TEXT, maybe(CAPABILITIES), INT32)),
    baselines=several(st.builds(Baseline, TEXT, NUMBER, several(OPERATIONS))),
    prices=several(st.builds(PoolPrice, TEXT, NUMBERS)),
    stop=st.sampled_from(Stop),
    seed=INT64,
    instance_sha256=TEXT,
    versions=st.dictionaries(TEXT, TEXT, max_size=2),
    conflicts=several(st.builds(Conflict, several(DEMANDS))),
    notes=several(TEXT),
    limit_prices=several(st.builds(LimitPrice, st.sampled_from(Reason), TEXT, INT32, NUMBER)),
)
