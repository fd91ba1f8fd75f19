"""Seats of a legislature by equal proportions, expressed as a question, come out exactly.

One period, one pool, gains ``P / sqrt(j (j + 1))`` for the seat after the j-th (Huntington 1928): the greatest value
seats the chamber by the method of equal proportions. The first seat of each state is certain: its gain stands above
every other.

Source of populations and seats: U.S. Census Bureau, "Apportionment Population and Number of Representatives by State",
2010 Census (Table 1, 21 December 2010) and 2020 Census (Table 1, 26 April 2021).
"""

import csv
import random
from fractions import Fraction
from heapq import heapify, heapreplace
from math import sqrt
from pathlib import Path

import pytest

from relevo_planner.instance import Capability, Instance, Municipality
from relevo_planner.review import review_plan
from tests.planner.small import place, pool, proposed, question

TABLES = Path(__file__).parent / "apportionment"
TABLES_DRAWN = 48


def states(year: int) -> list[tuple[str, int, int]]:
    """Return (state, apportionment population, seats) of a census."""
    with (TABLES / f"us_house_{year}.csv").open(encoding="utf-8", newline="") as file:
        return [(row["state"], int(row["population"]), int(row["seats"])) for row in csv.DictReader(file)]


def seats_question(populations: dict[str, int], seats: int) -> Instance:
    certain, inhabitants = float(max(populations.values())), sum(populations.values())

    def state(name: str, population: int) -> Municipality:
        wanted = 3 + 2 * seats * population // inhabitants
        gains = (certain, *(population / sqrt(seat * (seat + 1)) for seat in range(1, wanted)))
        return place(name, gains={Capability.PATROL: gains}, period_weights=(1.0,))

    return question(*(state(*one) for one in populations.items()), pools=(pool(teams=seats, officers_per_team=0),))


def seated(instance: Instance) -> dict[str, int]:
    plan = proposed(instance)
    assert review_plan(instance, plan) == ()
    assert plan.certificate.gap < 1e-12
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


def by_priority(populations: dict[str, int], chamber: int) -> tuple[dict[str, int], bool]:
    """Seats one after the other to the greatest ``P^2 / (n (n + 1))``, in fractions; whether the last was a tie."""
    seats = dict.fromkeys(populations, 1)
    queue = [(-Fraction(population**2, 2), name) for name, population in populations.items()]
    heapify(queue)
    given = Fraction(0)
    for _ in range(chamber - len(populations)):
        given, name = queue[0]
        seats[name] += 1
        heapreplace(queue, (-priority(populations[name], seats[name]), name))
    return seats, given == queue[0][0]


def priority(population: int, seats: int) -> Fraction:
    """What a state with so many seats has to offer for the next."""
    return Fraction(population**2, seats * (seats + 1))


def drawn_table(seed: int) -> tuple[dict[str, int], int]:
    """States of a size and of many sizes, some of them exactly alike, and a chamber small or large."""
    draw = random.Random(seed)
    states = draw.choice([1, 2, 3, 5, 8, 13, 21, 34, 50])
    magnitudes = draw.choice([0.01, 1.0, 2.0, 4.0])
    populations = {f"{index:02}": int(10 ** draw.uniform(4.0, 4.0 + magnitudes)) for index in range(states)}
    if seed % 3 == 0:
        alike = draw.sample(sorted(populations.values()), k=min(2, states))
        populations = {name: draw.choice(alike) for name in populations}
    return populations, states + draw.choice([0, 1, 2, states, 2 * states, 5 * states])


@pytest.mark.parametrize("seed", range(TABLES_DRAWN))
def test_any_table_comes_out_by_priority(seed: int) -> None:
    populations, chamber = drawn_table(seed)
    expected, tied = by_priority(populations, chamber)
    found = seated(seats_question(populations, chamber))
    if not tied:
        assert found == expected
        return
    # Which of the equals gets the last seat is anyone's; nobody sits before a greater priority.
    assert sum(found.values()) == chamber
    last = min(priority(populations[name], seats - 1) for name, seats in expected.items() if seats > 1)
    for name, seats in found.items():
        assert seats == 1 or priority(populations[name], seats - 1) >= last
        assert priority(populations[name], seats) <= last


def test_the_drawn_tables_hold_ties_and_tables_without() -> None:
    ties = [by_priority(*drawn_table(seed))[1] for seed in range(TABLES_DRAWN)]
    assert ties.count(True) >= TABLES_DRAWN // 20
    assert ties.count(False) >= TABLES_DRAWN // 2
