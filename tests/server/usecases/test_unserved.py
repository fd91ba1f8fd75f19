"""What would select a municipality that a stored plan does not serve, in two languages."""

from dataclasses import replace

import pytest

from relevo_planner.instance import Operation
from relevo_planner.near_change import ChangeKind, NearChange, NearestChanges
from relevo_planner.nearest_changes import nearest_changes
from relevo_planner.plan import Reason
from relevo_server.domain.errors import FailedPrecondition, InvalidArgument, NotFound, PermissionDenied
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.unserved import USUAL_SECONDS, ChangesExplained, begin_changes, end_changes
from relevo_server.wording import Language
from tests.server.usecases.test_trying import plan, pool_of, solved
from tests.server.world import MEXICALI

__all__ = ["plan"]


def explained(ports: Ports, plan: str, found: NearestChanges, language: Language) -> ChangesExplained:
    return end_changes(begin_changes(ports, LOCAL, plan, MEXICALI), found, language)


def test_facts_that_stand_in_the_way_are_solved_again_and_said(ports: Ports, plan: str) -> None:
    begun = begin_changes(ports, LOCAL, plan, MEXICALI)
    assert begun.at_hand is not None
    assert (begun.search.time_limit_seconds, begun.at_hand.municipality) == (USUAL_SECONDS, MEXICALI)
    found = nearest_changes(
        begun.instance,
        begun.at_hand,
        improve=lambda question, warm: solved(question),
        settle=lambda question, warm: solved(question),
        tolerance=1.0,
    )
    english, spanish = (end_changes(begun, found, language) for language in Language)
    assert english.why.reasons == spanish.why.reasons
    assert english.why.sentences[0].startswith("No stay is possible there: ")
    assert [one for one, _ in english.changes] == [one for one, _ in spanish.changes] == list(found.changes)
    facts = found.facts or found.changes[0].facts
    assert Reason.NO_REPORT in facts
    assert any("accepted capacity report of today" in one.lower() for one in english.why.sentences)
    assert any("informe de capacidad aceptado, de hoy" in one.lower() for one in spanish.why.sentences)


def test_every_change_is_said_with_its_proof(ports: Ports, plan: str) -> None:
    pool = pool_of(ports, plan)
    stay = Operation(MEXICALI, 0, 2, {pool: 1})
    weight = NearChange(ChangeKind.WEIGHT, 1.25, stay, 100.0, 101.0)
    teams = NearChange(ChangeKind.TEAMS, 1.0, stay, 100.0, 100.0, pool=pool, start=1)
    several = replace(teams, amount=4.0, is_least=False)
    english, spanish = (
        explained(ports, plan, NearestChanges((weight, teams, several)), language) for language in Language
    )
    texts = [text for _, text in english.changes]
    assert texts[0].startswith("Its priority counted 1.25 times would select it: solved again, Mexicali is served from")
    assert "within 0.99% of the best" in texts[0]
    assert texts[1].startswith("1 team more of ")
    assert "(time ran out before fewer could be tried)" in texts[2]
    assert english.why.sentences[-3:] == tuple(texts)
    assert "con eso sería elegido" in spanish.changes[0][1]
    assert "1 equipo más de " in spanish.changes[1][1]


def test_what_is_open_is_said_and_nothing_is_claimed(ports: Ports, plan: str) -> None:
    open_kinds = (ChangeKind.WEIGHT, ChangeKind.TEAMS)
    found = explained(ports, plan, NearestChanges((), open_kinds=open_kinds), Language.ENGLISH)
    assert (found.changes, found.open_kinds) == ((), open_kinds)
    assert found.why.sentences[-1] == ("Time ran out before this could be verified: a higher priority and more teams.")
    none = explained(ports, plan, NearestChanges(()), Language.SPANISH)
    assert none.why.sentences[-1].startswith("Ningún cambio por sí solo")
    needed = explained(
        ports, plan, NearestChanges((), facts=(Reason.STRENGTH_UNKNOWN, Reason.NO_AGREEMENT)), Language.ENGLISH
    )
    assert needed.why.sentences[-1] == (
        "Needed in any case, but solved again it does not suffice by itself: verified officers, accepted and "
        "a signed agreement for the days of the plan."
    )
    late = NearestChanges((), facts=(Reason.NO_AGREEMENT,), open_kinds=(ChangeKind.FACTS,))
    assert "Time ran out before it could be verified that this suffices" in "".join(
        explained(ports, plan, late, Language.ENGLISH).why.sentences
    )
    stay = Operation(MEXICALI, 0, 2, {pool_of(ports, plan): 1})
    unchanged = explained(ports, plan, NearestChanges((), unchanged=stay), Language.ENGLISH)
    assert "Nothing has to change" in unchanged.why.sentences[-1]


def test_what_cannot_be_asked_is_refused_with_what_to_do(ports: Ports, plan: str) -> None:
    with pytest.raises(NotFound, match="has no part in the question"):
        begin_changes(ports, LOCAL, plan, "municipalities/99999")
    served = get_plan(ports, LOCAL, plan).plan.operations[0].municipality
    with pytest.raises(FailedPrecondition, match=f"serves {served}"):
        begin_changes(ports, LOCAL, plan, served)
    with pytest.raises(InvalidArgument):
        begin_changes(ports, LOCAL, plan, MEXICALI, 61.0)
    with pytest.raises(NotFound):
        begin_changes(ports, LOCAL, "plans/none", MEXICALI)
    with pytest.raises(PermissionDenied):
        begin_changes(ports, Principal("principals/r", frozenset({Role.READER})), plan, MEXICALI)
