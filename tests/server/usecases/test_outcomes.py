"""What became of a plan: stays kept, changed or never made, and incidence once its months are known."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relevo_planner.need.outcome import Change, Group, Outcome
from relevo_server.domain.days import DaySpan
from relevo_server.domain.decision import Confirmation
from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.errors import InvalidArgument, NotFound, PermissionDenied
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.domain.principal import LOCAL, Principal
from relevo_server.usecases.deciding import confirm_plan
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.outcomes import Asked, Seen, Verdict, get_plan_outcome, sentences
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.snapshot import Question
from relevo_server.wire.outcomes import outcome_message
from tests.server.usecases.test_deciding import FIRST, OFFICE, proposed, question
from tests.server.world import ACAPULCO, COUNTS, HOMICIDE, TIJUANA, TIXTLA, clock_of, import_text, live_agreement

__all__ = ["question"]
MONTHS = 4


@pytest.fixture
def plan(ports: Ports, question: Question) -> str:
    return proposed(ports, question, (ACAPULCO, 0, 4, 3), (TIJUANA, 1, 4, 2))


def seen_on(ports: Ports, plan: str, day: date, asked: Asked = Asked()) -> Seen:  # noqa: B008 - frozen
    clock = clock_of(ports)
    clock.move(days=(day - clock.now().date()).days)
    return get_plan_outcome(ports, LOCAL, plan, asked)


def verdicts(seen: Seen) -> list[Verdict]:
    return [stay.verdict for stay in seen.stays]


def test_before_its_first_day_nothing_is_late(ports: Ports, plan: str) -> None:
    seen = get_plan_outcome(ports, LOCAL, plan, Asked())
    assert verdicts(seen) == [Verdict.NOT_YET, Verdict.NOT_YET]
    assert [stay.planned_team_days for stay in seen.stays] == [0, 0]
    assert sentences(seen) == ["0 of 0 stays begun were kept as planned; 0 team-days of 0 planned so far"]


def test_a_confirmed_stay_is_kept_and_one_left_out_was_not_made(ports: Ports, plan: str) -> None:
    decision = confirm_plan(ports, LOCAL, plan, Confirmation(OFFICE, operations=(0,)))
    seen = seen_on(ports, plan, FIRST + timedelta(days=20))
    assert verdicts(seen) == [Verdict.KEPT, Verdict.NOT_MADE]
    kept, missing = seen.stays
    assert kept.deployments == decision.deployments
    assert kept.span == DaySpan(FIRST, FIRST + timedelta(days=56))
    assert (kept.planned_team_days, kept.actual_team_days) == (3 * 21, 3 * 21)
    assert (missing.planned_team_days, missing.actual_team_days) == (2 * 7, 0)
    assert sentences(seen) == ["1 of 2 stays begun were kept as planned; 63 team-days of 77 planned so far"]


def test_fewer_teams_or_days_are_a_change(ports: Ports, plan: str) -> None:
    instance = get_plan(ports, LOCAL, plan).instance
    agreement = live_agreement(ports)
    two = (PoolTeams(instance.pools[0].name, 2),)
    draft = DeploymentDraft(ACAPULCO, agreement.name, FIRST + timedelta(days=7), FIRST + timedelta(days=56), two, plan)
    create_deployment(ports, LOCAL, draft)
    early = seen_on(ports, plan, FIRST)
    assert verdicts(early) == [Verdict.CHANGED, Verdict.NOT_YET]
    seen = seen_on(ports, plan, FIRST + timedelta(days=100))
    assert verdicts(seen)[0] is Verdict.CHANGED
    assert seen.stays[0].actual_team_days == 2 * 49


def later_counts(ports: Ports) -> str:
    """Twelve months of 2025 for the four places, imported when they were over."""
    clock = clock_of(ports)
    today = clock.now()
    clock.move(days=366)
    months = ",".join(f"2025-{month:02d}" for month in range(1, 13))
    head, *rows = COUNTS.splitlines()
    lines = [head.split(",")[0] + "," + months] + [
        row.split(",")[0] + "," + ",".join([row.split(",")[1]] * 12) for row in rows
    ]
    found = import_text(ports, "\n".join(lines) + "\n", crime_type=HOMICIDE, absent_means_default=AbsentMeans.UNKNOWN)
    clock.at = today
    assert found.dataset is not None
    return found.dataset.name


def test_incidence_is_told_where_its_months_are_known(ports: Ports, plan: str) -> None:
    confirm_plan(ports, LOCAL, plan, Confirmation(OFFICE))
    later = later_counts(ports)
    asked = Asked((later,), (), before=1, after=3)
    seen = seen_on(ports, plan, date(2025, 6, 1), asked)
    assert seen.incidence is not None
    assert seen.asked.crime_types == (HOMICIDE,)
    assert seen.incidence.untold == ()
    assert (seen.incidence.served.places, seen.incidence.served.before) == (2, 130.0)
    assert set(seen.incidence.comparable_to[ACAPULCO]) == {TIXTLA, "municipalities/02002"}
    assert sentences(seen)[-1] == "there is too little to tell a change of incidence from"
    message = outcome_message(seen)
    assert message.incidence.served.incidents_before == 130
    assert not message.incidence.HasField("relative_change")
    long_before = seen_on(ports, plan, date(2025, 6, 1), replace(asked, before=12))
    assert long_before.incidence is not None
    assert long_before.incidence.untold == (TIJUANA, ACAPULCO)


def test_without_any_arrival_no_incidence_is_told(ports: Ports, plan: str) -> None:
    seen = seen_on(ports, plan, date(2025, 6, 1), Asked((later_counts(ports),)))
    assert seen.incidence is None


def test_what_is_not_there_is_named(ports: Ports, plan: str) -> None:
    confirm_plan(ports, LOCAL, plan, Confirmation(OFFICE))
    with pytest.raises(NotFound):
        get_plan_outcome(ports, LOCAL, "plans/none", Asked())
    with pytest.raises(NotFound) as caught:
        seen_on(ports, plan, date(2025, 6, 1), Asked(("datasets/none",)))
    assert [fault.field for fault in caught.value.faults] == ["datasets[0]"]
    with pytest.raises((NotFound, InvalidArgument)) as crime:
        get_plan_outcome(ports, LOCAL, plan, Asked((later_counts(ports),), ("crimeTypes/none",)))
    assert [fault.field for fault in crime.value.faults] == ["crime_types[0]"]
    with pytest.raises(PermissionDenied):
        get_plan_outcome(ports, Principal("principals/nobody", frozenset()), plan, Asked())


def test_a_change_is_said_with_its_interval_and_without_a_cause() -> None:
    places = Group(5, 100.0, 70.0)
    found = Outcome(places, places, {}, ("m",), Change(0.7, 0.6, 0.8), Change(0.95, 0.8, 1.1), Change(0.74, 0.6, 0.9))
    said = sentences(Seen("plans/p", FIRST, (), Asked(), found))
    assert said[1:] == [
        "1 served municipalities have months that are not known yet; they are left out",
        "incidents per month in the served municipalities: -30% (90 % interval -40% to -20%)",
        "incidents per month in the comparable municipalities: -5% (90 % interval -20% to +10%)",
        "beside the comparable ones: -26% (-40% to -10%), beyond chance; this says what was seen, not what caused it",
    ]
    within = replace(found, relative=Change(0.9, 0.7, 1.2))
    assert "within chance" in sentences(Seen("plans/p", FIRST, (), Asked(), within))[-1]
