"""The same question has the same text and hash, however it was written down."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo_planner.canonical import canonical_json, instance_sha256
from relevo_planner.instance import Capability
from tests.planner.small import place, pool, proposed, question, random_question


def test_order_of_keys_and_whole_numbers_do_not_matter() -> None:
    one = question(place(gains={Capability.PATROL: (2.0, 1.0), Capability.FORENSICS: (1.0,)}))
    other = question(place(gains={Capability.FORENSICS: (1,), Capability.PATROL: (2, 1)}, period_weights=(1, 1, 1, 1)))
    assert canonical_json(one) == canonical_json(other)
    assert instance_sha256(one) == instance_sha256(other)


@pytest.mark.parametrize(
    "change", [{"period_weights": (1.0, 1.0, 1.0, 1.0000000000000002)}, {"verified_officers": None}, {"rank": 2}]
)
def test_every_difference_shows(change: dict[str, object]) -> None:
    assert instance_sha256(question(place())) != instance_sha256(question(place(**change)))


@given(st.integers(0, 10_000))
def test_numbers_read_back_exactly(seed: int) -> None:
    instance = random_question(seed)
    read = json.loads(canonical_json(instance))
    weights = [tuple(one["period_weights"]) for one in read["municipalities"]]
    assert weights == [one.period_weights for one in instance.municipalities]


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(question(place(), pools=(pool(cost_per_operation=float("nan")),)))


def test_the_text_is_sorted_and_tight() -> None:
    text = canonical_json(question(place()))
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_the_same_question_has_the_same_plan_byte_for_byte() -> None:
    instance = replace(random_question(8), published=())
    assert canonical_json(proposed(instance)) == canonical_json(proposed(instance))
