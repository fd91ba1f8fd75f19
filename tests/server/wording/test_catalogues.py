"""Both languages say the same: every key, every value, every figure."""

import math
import re
from datetime import date
from string import Formatter

import pytest

from relevo_planner.frontier import Point, Rate, RateKind
from relevo_planner.instance import Floor, Instance, Operation
from relevo_planner.plan import Conflict, Demand, DemandKind, Reason
from relevo_planner.policy import Policy
from relevo_server.usecases.rate_words import rate_words
from relevo_server.usecases.telling import Telling
from relevo_server.wording import CATALOGUES, Language, listed, number, say
from tests.planner.small import place, pool

FIGURES = re.compile(r"\d+(?:[.,-]\d+)*")
PIN = Operation("municipalities/a", 1, 2, {"pools/p": 1, "pools/q": 3})
INSTANCE = Instance(
    first_day=date(2026, 1, 5),
    periods=6,
    municipalities=(place("a", title="Acapulco", rank=4),),
    pools=(pool("p", title="Patrols"), pool("q")),
    pins=(PIN,),
    floors=(Floor("municipalities/a", 1),),
    policy=Policy(),
)
DEMANDS = (
    Demand(DemandKind.PIN, "in English", 0),
    Demand(DemandKind.FLOOR, "in English", 0),
    Demand(DemandKind.RULE, "state ceiling: 12 team-periods of 9 supplied"),
    Demand(DemandKind.RULE, "something new"),
)


POINTS = (
    Point("plans/a", 4.0, 0.05, 200.0, 210.0, 0.2, 0.1),
    Point("plans/b", 8.0, 0.05, 240.0, 242.0, 0.24, 0.3),
)
RATES = (
    Rate(RateKind.TENURE, 0, 1, 10.0, 7.5, 10.5),
    Rate(RateKind.TENURE, 0, 1, 0.001, -1.0, 1.0),
    Rate(RateKind.FAIRNESS, 0, 1, -2.0, -math.inf, math.inf),
)


def asked(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def told(language: Language) -> list[str]:
    telling = Telling(INSTANCE, language)
    return [
        *telling.operation(INSTANCE.municipalities[0], PIN, (1234.5, 67.0), (Reason.SUPPLY, Reason.COMPLEMENT)),
        *telling.unserved((Reason.OUTBID,), PIN, 12.345, 6.0),
        *telling.unserved((Reason.NO_REPORT,), None, 0.0, 0.0),
        *telling.more_teams("pools/p", 2, 0.0, 1000.0, 3.0),
        *(rate_words(POINTS, rate, language) for rate in RATES),
        telling.conflict(Conflict(DEMANDS)),
    ]


def test_every_sentence_exists_in_both_languages_with_the_same_values() -> None:
    english, spanish = CATALOGUES[Language.ENGLISH], CATALOGUES[Language.SPANISH]
    assert set(english) == set(spanish)
    assert {key: asked(english[key]) for key in english} == {key: asked(spanish[key]) for key in spanish}
    assert [key for key in english if english[key] == spanish[key] and key != "rule.other"] == []


def test_every_reason_has_its_words() -> None:
    for language in Language:
        for reason in Reason:
            assert say(language, f"reason.{reason.value}")


def test_the_figures_agree() -> None:
    english, spanish = told(Language.ENGLISH), told(Language.SPANISH)
    assert len(english) == len(spanish)
    assert [FIGURES.findall(sentence) for sentence in english] == [FIGURES.findall(sentence) for sentence in spanish]
    assert "1,234.50" in english[0]


def test_a_rate_whose_sign_is_not_proven_says_so() -> None:
    proven, open_rate, fairness = (rate_words(POINTS, rate, Language.ENGLISH) for rate in RATES)
    assert (
        "one more week of tenure covers 10.00 weighted incidents more (5.00%); for the plans that cover most" in proven
    )
    assert "it is proven to lie between +7.50 and +10.50" in proven
    assert "changes nothing in what is covered. Which covers more is not proven" in open_rate
    assert "the plans found cover 30.0% instead of 10.0%" in fairness
    assert "each percentage point more there covers 2.00 weighted incidents less (1.00%)" in fairness


def test_one_team_is_said_otherwise_than_several() -> None:
    english, spanish = told(Language.ENGLISH), told(Language.SPANISH)
    assert "1 team of Patrols and 3 teams of pools/q" in english[-1]
    assert "1 equipo de Patrols y 3 equipos de pools/q" in spanish[-1]
    assert "la estancia en Acapulco del 2026-01-19 al 2026-02-15" in spanish[-1]
    assert "la regla sobre el tope de la parte de un estado" in spanish[-1]


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a y b"), (["a", "b", "c"], "a, b y c")]
)
def test_lists_are_joined(parts: list[str], said: str) -> None:
    assert listed(Language.SPANISH, parts) == said


def test_figures_are_written_with_two_digits() -> None:
    assert number(1204.5) == "1,204.50"
