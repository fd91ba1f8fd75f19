"""Why a plan is as it is, in two languages, and what one more team would add."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relevo_planner.instance import Operation as Stay
from relevo_planner.instance import Window
from relevo_planner.plan import Reason
from relevo_server.domain.emergency_calls import EmergencyCallService, EmergencyCallStatus
from relevo_server.domain.errors import InvalidArgument, NotFound, PermissionDenied
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.usecases.emergency_calls import set_emergency_call_service
from relevo_server.usecases.explaining import explain_plan
from relevo_server.usecases.one_more_team import begin_one_more, end_one_more
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.trial_changes import Trial
from relevo_server.usecases.trying import begin_trial, end_trial
from relevo_server.wording import Language
from tests.server.jobs.staged import asked
from tests.server.planned import stored_plan
from tests.server.usecases.test_trying import plan, pool_of, solved
from tests.server.world import ACAPULCO, MEXICALI, TIJUANA, TODAY, patrol_pool

__all__ = ["plan"]


def test_operations_and_places_that_are_not_served_are_explained(ports: Ports, plan: str) -> None:
    found = explain_plan(ports, LOCAL, plan)
    stored = get_plan(ports, LOCAL, plan).plan
    assert [one.operation for one in found.operations] == list(stored.operations)
    assert sum(one.value for one in found.operations) == pytest.approx(stored.certificate.value)
    absent = {one.municipality: one for one in found.unserved}
    assert MEXICALI in absent
    assert absent[MEXICALI].reasons[0] in (Reason.NO_REPORT, Reason.STRENGTH_UNKNOWN)
    assert absent[MEXICALI].sentences[0].startswith("No stay is possible there: ")
    assert found.conflicts == ()


def test_both_languages_explain_the_same(ports: Ports, plan: str) -> None:
    english, spanish = (explain_plan(ports, LOCAL, plan, language=language) for language in Language)
    assert [replace(one, sentences=()) for one in english.operations] == [
        replace(one, sentences=()) for one in spanish.operations
    ]
    assert [len(one.sentences) for one in english.unserved] == [len(one.sentences) for one in spanish.unserved]
    assert "de la lista" in spanish.operations[0].sentences[0]
    (asked,) = explain_plan(ports, LOCAL, plan, MEXICALI, Language.SPANISH).unserved
    assert asked.sentences[0].startswith("Allí no es posible ninguna estancia: ")


def test_a_place_that_takes_no_part_is_not_passed_over_in_silence(ports: Ports, plan: str) -> None:
    with pytest.raises(NotFound, match="municipalities/99999 has no part in the question behind") as caught:
        explain_plan(ports, LOCAL, plan, "municipalities/99999", Language.SPANISH)
    assert [fault.field for fault in caught.value.faults] == ["municipality"]


def test_a_conflict_is_said_in_both_languages(ports: Ports, plan: str) -> None:
    pool = pool_of(ports, plan)
    pins = (Stay(ACAPULCO, 0, 2, {pool: 4}), Stay(TIJUANA, 0, 2, {pool: 4}))
    begun = begin_trial(ports, LOCAL, plan, Trial(pins=pins))
    kept = end_trial(ports, LOCAL, begun, solved(begun.instance), (), is_kept=True).kept
    assert kept is not None
    sentences = [explain_plan(ports, LOCAL, kept.name, language=one).conflicts[0].sentence for one in Language]
    assert "Acapulco de Juárez" in sentences[0]
    assert "the rule on" in sentences[0]
    assert "la regla sobre" in sentences[1]


def test_one_more_team_is_solved_again_and_never_makes_the_best_plan_worse(ports: Ports, plan: str) -> None:
    pool = pool_of(ports, plan)
    begun = begin_one_more(ports, LOCAL, plan, pool, 2)
    assert sum(one.teams for one in begun.instance.pools) == sum(one.teams for one in begun.base.instance.pools) + 1
    found = end_one_more(begun, solved(begun.instance), pool, 2, Language.ENGLISH)
    truly = solved(begun.instance).certificate.value - begun.base.plan.certificate.value
    assert 0.0 <= found.least <= truly + 1e-6 <= found.most + 2e-6
    assert found.priced >= 0.0
    assert "2025-03-03" in found.sentences[0]


def test_a_team_of_a_pool_that_has_gone_by_then_is_no_question(ports: Ports) -> None:
    question = asked(ports)
    leaving = patrol_pool(ports, available_until=question.first_day + timedelta(days=42)).name
    plan = stored_plan(ports, question)
    with pytest.raises(InvalidArgument, match="is there in no later period than 2"):
        begin_one_more(ports, LOCAL, plan, leaving, 3)
    more = begin_one_more(ports, LOCAL, plan, leaving, 2).instance.pools[-1]
    assert (more.teams, more.available) == (1, Window(2, 3))


def test_a_pool_or_a_period_that_does_not_exist_is_named(ports: Ports, plan: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        begin_one_more(ports, LOCAL, plan, "pools/none", 99)
    assert {fault.field for fault in caught.value.faults} == {"pool", "start"}
    with pytest.raises(NotFound):
        begin_one_more(ports, LOCAL, plan, "pools/none", 0)
    with pytest.raises(PermissionDenied):
        begin_one_more(ports, Principal("principals/r", frozenset({Role.READER})), plan, "pools/none", 0)


def test_a_need_that_nobody_knows_is_said_once_and_keeps_no_team_away(ports: Ports, plan: str) -> None:
    found = explain_plan(ports, LOCAL, plan)
    assert [short.reason for short in found.shortfalls].count(Reason.NEED_UNKNOWN) > 1
    (sentence,) = found.sentences
    assert "unknown in 4 of 4 municipalities" in sentence
    assert "911 is in service in states/02 and states/12" in sentence
    assert all(Reason.NEED_UNKNOWN not in one.binding for one in found.operations)
    assert all(Reason.NEED_UNKNOWN not in one.reasons for one in found.unserved)
    (asked,) = explain_plan(ports, LOCAL, plan, MEXICALI, Language.SPANISH).sentences
    assert "en 1 de 1 municipios" in asked
    for state in ("02", "12"):
        service = EmergencyCallService(f"states/{state}/emergencyCallService", EmergencyCallStatus.IN_SERVICE, TODAY)
        set_emergency_call_service(ports, LOCAL, service)
    assert explain_plan(ports, LOCAL, plan).sentences == (sentence,)  # as the plan knew it
