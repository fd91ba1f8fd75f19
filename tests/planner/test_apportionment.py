"""Seats of a legislature by equal proportions, expressed as a question, come out exactly.

One period, one pool, gains ``P / sqrt(j (j + 1))`` for the seat after the j-th (Huntington 1928): the greatest value
seats the chamber by the method of equal proportions. The first seat of each state is certain: its gain stands above
every other.

Source of populations and seats: U.S. Census Bureau, "Apportionment Population and Number of Representatives by State",
2010 Census (Table 1, 21 December 2010) and 2020 Census (Table 1, 26 April 2021).
"""

import csv
from math import sqrt
from pathlib import Path

import pytest

from relevo_planner.instance import Capability, Instance, Municipality
from relevo_planner.review import review_plan
from tests.planner.small import place, pool, proposed, question

TABLES = Path(__file__).parent / "apportionment"


def states(year: int) -> list[tuple[str, int, int]]:
    """Return (state, apportionment population, seats) of a census."""
    with (TABLES / f"us_house_{year}.csv").open(encoding="utf-8", newline="") as file:
        return [(row["state"], int(row["population"]), int(row["seats"])) for row in csv.DictReader(file)]


def seats_question(populations: dict[str, int], seats: int) -> Instance:
    certain = float(sum(populations.values()))

    def state(name: str, population: int) -> Municipality:
        gains = (certain, *(population / sqrt(seat * (seat + 1)) for seat in range(1, seats // 4)))
        return place(name, gains={Capability.PATROL: gains}, period_weights=(1.0,))

    return question(*(state(*one) for one in populations.items()), pools=(pool(teams=seats),))


def seated(instance: Instance) -> dict[str, int]:
    plan = proposed(instance)
    assert review_plan(instance, plan) == ()
    return {op.municipality.removeprefix("municipalities/"): sum(op.teams.values()) for op in plan.operations}


@pytest.mark.parametrize("year", [2010, 2020])
def test_the_house_of_representatives(year: int) -> None:
    table = states(year)
    assert sum(seats for _, _, seats in table) == 435
    found = seated(seats_question({name: population for name, population, _ in table}, 435))
    assert found == {name: seats for name, _, seats in table}


@pytest.mark.parametrize("chamber", [60, 100, 151, 434, 436, 500])
def test_other_chambers_agree_with_the_divisor_method(chamber: int) -> None:
    populations = {name: population for name, population, _ in states(2020)}
    assert seated(seats_question(populations, chamber)) == by_divisor(populations, chamber)


def by_divisor(populations: dict[str, int], chamber: int) -> dict[str, int]:
    """Seats by trying divisors and rounding quotas at the geometric mean: the method's other definition."""
    low, high = 1.0, float(sum(populations.values()))
    for _ in range(200):
        divisor = (low + high) / 2
        seats = {name: max(1, _rounded(population / divisor)) for name, population in populations.items()}
        if sum(seats.values()) == chamber:
            return seats
        low, high = (divisor, high) if sum(seats.values()) > chamber else (low, divisor)
    raise AssertionError("no divisor seats the chamber")


def _rounded(quota: float) -> int:
    whole = int(quota)
    return whole + (quota > sqrt(whole * (whole + 1)))
