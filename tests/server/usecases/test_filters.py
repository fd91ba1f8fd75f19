"""The small part of AIP-160 that lists understand."""

import pytest

from relevo_server.domain.errors import InvalidArgument
from relevo_server.usecases.filters import parse_filter
from relevo_server.usecases.ports import Condition, Operator

FIELDS = ("municipality", "state_name")
PLACE = Condition("municipality", Operator.EQUAL, "municipalities/12001")
STATE = Condition("state_name", Operator.EQUAL, "states/12")


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("", ()),
        ("  ", ()),
        ('municipality = "municipalities/12001"', (PLACE,)),
        ('municipality="municipalities/12001"', (PLACE,)),
        ('state_name = "states/12" AND municipality = "municipalities/12001"', (PLACE, STATE)),
        ('municipality = "municipalities/12001" AND state_name = "states/12"', (PLACE, STATE)),
        ('state_name = "states/12" AND state_name = "states/12"', (STATE,)),
    ],
)
def test_good_filters(text: str, conditions: tuple[Condition, ...]) -> None:
    assert parse_filter(text, FIELDS) == conditions


@pytest.mark.parametrize(
    "text",
    [
        "municipality",
        'municipality = "a" OR state_name = "b"',
        'municipality = "a" AND',
        'municipality = "a" AND state_name',
        'municipality = "a"state_name = "b"',
        'municipality != "a"',
        'name = "a"',
        'municipality = "a" AND municipality = "b"',
        'municipality = "a\\"b"',
        'municipality = "a\nb"',
        "municipality = 'a'",
    ],
)
def test_bad_filters(text: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        parse_filter(text, FIELDS)
    assert {fault.field for fault in caught.value.faults} == {"filter"}


def test_a_list_without_filter_says_so() -> None:
    with pytest.raises(InvalidArgument) as caught:
        parse_filter('name = "a"', ())
    assert caught.value.faults[0].remedy == "This list takes no filter"
