"""How long the federation has been somewhere, counted day by day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relevo_server.domain.days import DaySpan
from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.errors import InvalidArgument, NotFound, PermissionDenied
from relevo_server.domain.principal import ANYBODY, LOCAL
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.presence import Remaining, get_presence, remaining
from relevo_server.usecases.stay_changes import withdraw_deployment
from relevo_server.usecases.stay_rules import default_tenure
from tests.server.domain.test_tenure import DAY, days, lawful
from tests.server.usecases.test_stay_changes import START, WEEK, stay_from
from tests.server.world import ACAPULCO, TIXTLA, TODAY, clock_of, patrol_pool


def test_a_year_is_told_to_the_day(ports: Ports) -> None:
    """28 days of one pool and 14 of another that follow at once, of which the last week is cut off."""
    first = stay_from(ports, START)
    teams = (PoolTeams(patrol_pool(ports).name, 1),)
    follows = DeploymentDraft(ACAPULCO, first.agreement, first.end, first.end + 2 * WEEK, teams)
    clock_of(ports).move(days=28)
    second = create_deployment(ports, LOCAL, follows)
    withdraw_deployment(ports, LOCAL, second.name, first.end + WEEK, "Needed elsewhere")
    planned = replace(follows, start=first.end + 30 * WEEK, end=first.end + 31 * WEEK)
    create_deployment(ports, LOCAL, planned)
    clock_of(ports).move(days=72)

    found = get_presence(ports, LOCAL, ACAPULCO)
    assert found.window == DaySpan(TODAY + timedelta(days=101 - 365), TODAY + timedelta(days=101))
    assert [(stay.name, in_window) for stay, in_window in found.stays] == [(first.name, 28), (second.name, 7)]
    assert (found.days_present, found.longest) == (35, DaySpan(START, START + 5 * WEEK))
    # 66 days have passed since, the pause is 98.
    assert found.remaining == Remaining(0, START + 5 * WEEK + timedelta(days=98))

    narrow = get_presence(ports, LOCAL, ACAPULCO, START + WEEK, START + 2 * WEEK)
    assert (narrow.days_present, narrow.longest, narrow.remaining.days) == (7, narrow.window, 70)
    # A stay that is planned leaves no room before it, and the pause after it counts too.
    tenure, ahead = default_tenure(), DaySpan(DAY + timedelta(days=3), DAY + timedelta(days=31))
    assert remaining(tenure, [ahead], DAY) == Remaining(0, ahead.end + timedelta(days=98))
    nobody = get_presence(ports, LOCAL, TIXTLA)
    assert (nobody.days_present, nobody.longest, nobody.remaining) == (0, None, Remaining(84))


def test_what_has_not_been_is_no_history(ports: Ports) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(InvalidArgument):
        get_presence(ports, LOCAL, ACAPULCO, TODAY, tomorrow + timedelta(days=1))
    with pytest.raises(InvalidArgument):
        get_presence(ports, LOCAL, ACAPULCO, TODAY, TODAY)
    with pytest.raises(InvalidArgument):
        get_presence(ports, LOCAL, ACAPULCO, date(1969, 1, 1), TODAY)
    with pytest.raises(NotFound):
        get_presence(ports, LOCAL, "municipalities/99999")
    with pytest.raises(PermissionDenied):
        get_presence(ports, ANYBODY, ACAPULCO)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 80)), max_size=4), st.integers(0, 500))
@example([(0, 1), (1, 1)], 0)
def test_what_remains_may_be_used_and_not_a_day_more(drawn: list[tuple[int, int]], now: int) -> None:
    stays, tenure, day = lawful(drawn), default_tenure(), DAY + timedelta(days=now)
    left = remaining(tenure, stays, day)
    here = [presence for presence in tenure.presences(stays) if presence.start <= day < presence.end]
    # Stays that follow closely are one presence; what is left of it is an extension of its last one.
    joined = sorted((stay for stay in stays if here and here[0].overlaps(stay)), key=lambda stay: stay.start)
    others = [stay for stay in stays if stay not in joined[-1:]]

    def allowed(length: int) -> bool:
        wanted = DaySpan(joined[-1].start if joined else day, day + timedelta(days=length))
        return not any(wanted.overlaps(other) for other in others) and not tenure.objections(wanted, others)

    is_agreed = joined and left.days == (joined[-1].end - day).days
    assert left.days == 0 or is_agreed or allowed(left.days)
    if not any(stay.start > day for stay in others):
        # A later stay may also be joined by one that comes close to it, which is no extension.
        assert not allowed(left.days + 1)
    assert days(0, 1).start == DAY


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 80)), max_size=4), st.integers(0, 500))
def test_a_new_stay_may_begin_when_it_is_said_to(drawn: list[tuple[int, int]], now: int) -> None:
    stays, tenure, day = lawful(drawn), default_tenure(), DAY + timedelta(days=now)
    left = remaining(tenure, stays, day)
    begin = left.free_from or day
    first = DaySpan(begin, begin + timedelta(days=1))
    assert not any(first.overlaps(stay) for stay in stays)
    assert not tenure.objections(first, stays)
