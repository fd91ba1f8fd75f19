"""Canonical JSON of frozen dataclasses, there and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from relevo_server.usecases.frozen_json import MOST_REMEMBERED, from_json, remembered, sha256_of, to_json


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Inner:
    number: int
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class Outer:
    name: str
    day: date
    at: datetime
    colour: Colour | None = None
    inner: tuple[Inner, ...] = ()
    pairs: tuple[tuple[str, int], ...] = ()
    by_colour: Mapping[Colour, tuple[float, ...]] = field(default_factory=dict)
    maybe: Inner | None = None
    flag: bool = False


FULL = Outer(
    "ñandú",
    date(2025, 1, 2),
    datetime(2025, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    Colour.RED,
    (Inner(1, 0.1), Inner(2)),
    (("a", 1), ("b", 2)),
    {Colour.RED: (1.0, 0.1 + 0.2)},
    Inner(3, 1.0),
    True,
)
BARE = Outer("", date(2025, 1, 2), datetime(2025, 1, 2, tzinfo=UTC))


@pytest.mark.parametrize("value", [FULL, BARE])
def test_there_and_back(value: Outer) -> None:
    assert from_json(Outer, to_json(value)) == value


def test_defaults_are_left_out_and_keys_sorted() -> None:
    assert to_json(BARE) == '{"at":"2025-01-02T00:00:00+00:00","day":"2025-01-02","name":""}'
    assert to_json(Inner(1, 0.5)) == to_json(Inner(1)) == '{"number":1}'
    # False is no 0.
    assert to_json(Inner(0, False)) == '{"number":0,"share":false}'


def test_sets_and_lists_are_plain() -> None:
    assert to_json([{"b", "a"}, frozenset({2, 1})]) == '[["a","b"],[1,2]]'


@pytest.mark.parametrize("text", ["[]", "{}", '{"unknown":1}', "not JSON", '{"number":1,"share":[]}'])
def test_what_holds_no_such_thing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(Inner, text)


@pytest.mark.parametrize("value", [object(), float("nan"), float("inf")])
def test_what_has_no_json_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        to_json(value)


def test_the_hash_is_of_the_text() -> None:
    assert sha256_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_even_nonsense_has_a_hash() -> None:
    assert sha256_of(to_json([float("nan"), "\ud800"], finite=False))


def test_numbers_that_json_does_not_know_are_words_where_they_may_be() -> None:
    text = to_json({"a": [float("nan"), float("inf")], "b": -float("inf"), "c": 1.5}, finite=False)
    assert text == '{"a":["NaN","Infinity"],"b":"-Infinity","c":1.5}'
    assert json.loads(text, parse_constant=pytest.fail)


def test_what_was_read_of_a_text_is_given_again_unless_it_is_long() -> None:
    text = to_json(Inner(7, 0.25))
    assert remembered(Inner, text) is remembered(Inner, "".join(list(text)))
    assert remembered(Inner, text) == from_json(Inner, text)
    assert remembered(Inner, to_json(Inner(8))) == Inner(8)
    long = text + " " * MOST_REMEMBERED
    assert remembered(Inner, long) == remembered(Inner, long)
    assert remembered(Inner, long) is not remembered(Inner, long)
    with pytest.raises(ValueError, match="holds no Inner"):
        remembered(Inner, '{"letters": 1}')
