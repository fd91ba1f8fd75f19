"""Money beside team-days: when it is told, what is suppressed, and that no total gives a place away."""

from datetime import date, timedelta
from random import Random

import pytest

from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.embargo import last_public_end
from relevo_server.domain.fund import Beneficiary, FundDraft, FundKind, ProjectDraft
from relevo_server.domain.principal import ANYBODY, LOCAL
from relevo_server.domain.spending import SpendDraft, SpendRecord
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.funds import create_fund
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.projects import create_project
from relevo_server.usecases.public_stays import MonthTotal, StayCell, summarize_stays
from relevo_server.usecases.spending import create_spend_record
from tests.server.world import (
    ACAPULCO,
    BAJA_CALIFORNIA,
    GUERRERO,
    SHEET,
    TIJUANA,
    TIXTLA,
    TODAY,
    clock_of,
    import_text,
    live_agreement,
    patrol_pool,
    recorded_stay,
)

JANUARY = date(2025, 1, 1)
MORE = ("municipalities/12029", "municipalities/02001", "municipalities/02003")
NEIGHBOURS = """\
12029,Chilpancingo,Guerrero,Centro,17.55,-99.5,300000,
02001,Ensenada,Baja California,Noroeste,31.8,-116.6,400000,
02003,Tecate,Baja California,Noroeste,32.5,-116.6,100000,
"""
IN_GUERRERO, IN_BAJA_CALIFORNIA = (ACAPULCO, TIXTLA, MORE[0]), (TIJUANA, *MORE[1:])
PROJECT = "funds/f/projects/p"


@pytest.fixture
def paying(empty_ports: Ports) -> Ports:
    """A fund of which six municipalities of two states, and the states themselves, benefit."""
    import_text(empty_ports, SHEET + NEIGHBOURS)
    draft = FundDraft("Programme", FundKind.FEDERAL_PROGRAMME, 10**6, JANUARY, date(2026, 1, 1))
    create_fund(empty_ports, LOCAL, draft, fund_id="f")
    places = (*IN_GUERRERO, *IN_BAJA_CALIFORNIA, GUERRERO, BAJA_CALIFORNIA)
    benefit = tuple(Beneficiary(place, "Office") for place in places)
    create_project(empty_ports, LOCAL, "funds/f", ProjectDraft("Radios", benefit), project_id="p")
    return empty_ports


def spend(ports: Ports, place: str, amount: int, **more: str) -> SpendRecord:
    return create_spend_record(ports, LOCAL, PROJECT, SpendDraft(amount, JANUARY, place, **more))


def told(ports: Ports) -> tuple[dict[str, StayCell], list[MonthTotal]]:
    cells, totals = summarize_stays(ports, ANYBODY)
    return {cell.state: cell for cell in cells if cell.month == JANUARY}, list(totals)


def test_money_is_told_90_days_after_its_month(paying: Ports) -> None:
    for place in IN_GUERRERO:
        spend(paying, place, 100)
    first = spend(paying, GUERRERO, 40)
    clock_of(paying).move(days=(date(2025, 5, 2) - TODAY).days - 1)
    assert told(paying) == ({}, [])
    clock_of(paying).move(days=1)
    cell = StayCell(GUERRERO, JANUARY, 0, 0, 300, spend_suppressed=False, state_spend_mxn=40)
    total = MonthTotal(JANUARY, 0, suppressed=False, spend_mxn=300, spend_suppressed=False, state_spend_mxn=40)
    assert told(paying) == ({GUERRERO: cell}, [total])
    # A correction of what is told already is told at once.
    correction = SpendDraft(-15, corrects=first.name, reason="Twice")
    create_spend_record(paying, LOCAL, PROJECT, correction)
    assert told(paying)[0][GUERRERO].state_spend_mxn == 25


def test_money_for_a_stay_is_told_with_the_stay(paying: Ports) -> None:
    teams = (PoolTeams(patrol_pool(paying).name, 1),)
    draft = DeploymentDraft(ACAPULCO, live_agreement(paying).name, TODAY, date(2025, 4, 1), teams)
    stay = create_deployment(paying, LOCAL, draft)
    for place in IN_GUERRERO:
        spend(paying, place, 100)
    spend(paying, ACAPULCO, 7, deployment=stay.name)
    clock_of(paying).move(days=(date(2025, 6, 29) - TODAY).days)
    assert told(paying)[0][GUERRERO].spend_mxn == 300
    clock_of(paying).move(days=1)
    cells, _ = told(paying)
    assert (cells[GUERRERO].spend_mxn, cells[GUERRERO].team_days) == (307, None)


def test_nothing_on_record_is_not_zero(paying: Ports) -> None:
    spend(paying, BAJA_CALIFORNIA, 5)
    clock_of(paying).move(days=200)
    cells, (total,) = told(paying)
    assert (cells[BAJA_CALIFORNIA].spend_mxn, cells[BAJA_CALIFORNIA].spend_suppressed) == (None, False)
    assert (total.spend_mxn, total.state_spend_mxn) == (None, 5)


def test_a_total_that_would_give_a_cell_away_takes_another_cell_or_goes(paying: Ports) -> None:
    spend(paying, TIJUANA, 9)
    clock_of(paying).move(days=200)
    cells, (total,) = told(paying)
    assert cells[BAJA_CALIFORNIA].spend_suppressed
    assert (total.spend_mxn, total.spend_suppressed) == (None, True)
    # With a second state the total can be told, but then Guerrero's money cannot: 309 less 300 would be Tijuana's.
    for place in IN_GUERRERO:
        spend(paying, place, 100)
    cells, (total,) = told(paying)
    assert {state for state, cell in cells.items() if cell.spend_suppressed} == {GUERRERO, BAJA_CALIFORNIA}
    assert [cell.spend_mxn for cell in cells.values()] == [None, None]
    assert total.spend_mxn == 309
    for place in IN_BAJA_CALIFORNIA[1:]:
        spend(paying, place, 1)
    cells, (total,) = told(paying)
    assert ({state: cell.spend_mxn for state, cell in cells.items()}, total.spend_mxn) == (
        {BAJA_CALIFORNIA: 11, GUERRERO: 300},
        311,
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_inside_the_embargo_changes_no_answer(paying: Ports, seed: int) -> None:
    random = Random(seed)
    for place in IN_GUERRERO:
        spend(paying, place, 100)
    spend(paying, TIJUANA, 9)
    agreement, pool = live_agreement(paying).name, patrol_pool(paying, teams=50).name
    clock_of(paying).move(days=200)
    before = summarize_stays(paying, ANYBODY)
    assert before[0]
    last = last_public_end(clock_of(paying).now().date())
    free = [*IN_GUERRERO, *IN_BAJA_CALIFORNIA]
    for _ in range(10):
        place, month, stay = random.choice(IN_GUERRERO), date(2025, random.randint(5, 8), 1), ""
        if free and random.random() < 0.5:  # old money for a stay that is not over, or not for long
            place = free.pop(random.randrange(len(free)))
            start = date(2025, 2, 1) + timedelta(days=random.randint(0, 80))
            end = last + timedelta(days=random.randint(1, 120))
            draft = DeploymentDraft(place, agreement, start, end, (PoolTeams(pool, random.randint(1, 3)),))
            stay, month = recorded_stay(paying, draft).name, start.replace(day=1)
        spent = SpendDraft(random.randint(2, 90), month, place, stay)
        record = create_spend_record(paying, LOCAL, PROJECT, spent)
        if random.random() < 0.3:
            create_spend_record(paying, LOCAL, PROJECT, SpendDraft(-1, corrects=record.name, reason="Twice"))
        assert summarize_stays(paying, ANYBODY) == before
    clock_of(paying).move(days=120)
    assert summarize_stays(paying, ANYBODY) != before


def test_a_stay_that_was_only_planned_is_no_stay(paying: Ports) -> None:
    """Whose teams nobody saw arrive: presence does not count it either."""
    agreement, pool = live_agreement(paying).name, patrol_pool(paying, 9).name
    start = TODAY + timedelta(days=5)
    for place in IN_GUERRERO:
        draft = DeploymentDraft(place, agreement, start, start + timedelta(days=10), (PoolTeams(pool, 1),))
        create_deployment(paying, LOCAL, draft)
    clock_of(paying).move(days=200)
    assert summarize_stays(paying, ANYBODY) == ((), ())
