"""A state reports, the federation accepts or returns."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relevo_server.domain.capacity_report import CapacityReportDraft, CapacityReportState
from relevo_server.domain.errors import (
    Aborted,
    ErrorReason,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
)
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.usecases.capacity import (
    accept_capacity_report,
    get_capacity_report,
    list_capacity_reports,
    return_capacity_report,
    submit_capacity_report,
)
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from tests.server.world import ACAPULCO, GUERRERO, TIJUANA, TIXTLA, TODAY, clock_of

DRAFT = CapacityReportDraft(GUERRERO, ACAPULCO, TODAY, 2000, 300, None, 2100, True, "Illustrative")


def test_an_accepted_report_supersedes_the_one_before(ports: Ports) -> None:
    first = submit_capacity_report(ports, LOCAL, replace(DRAFT, as_of=TODAY - timedelta(days=30)))
    assert first.state is CapacityReportState.SUBMITTED
    accepted = accept_capacity_report(ports, LOCAL, first.name, etag=first.etag)
    assert accepted.verified_officers == 2300
    second = submit_capacity_report(ports, LOCAL, DRAFT)
    elsewhere = submit_capacity_report(ports, LOCAL, replace(DRAFT, municipality=TIXTLA))
    accept_capacity_report(ports, LOCAL, second.name)
    accept_capacity_report(ports, LOCAL, elsewhere.name)
    states = [get_capacity_report(ports, LOCAL, report.name).state for report in (first, second, elsewhere)]
    assert states == [CapacityReportState.SUPERSEDED, CapacityReportState.ACCEPTED, CapacityReportState.ACCEPTED]


def test_older_figures_do_not_replace_newer_ones(ports: Ports) -> None:
    newer = submit_capacity_report(ports, LOCAL, DRAFT)
    older = submit_capacity_report(ports, LOCAL, replace(DRAFT, as_of=TODAY - timedelta(days=1)))
    accept_capacity_report(ports, LOCAL, newer.name)
    with pytest.raises(FailedPrecondition) as caught:
        accept_capacity_report(ports, LOCAL, older.name)
    assert caught.value.reason is ErrorReason.STATE_FORBIDS
    assert get_capacity_report(ports, LOCAL, newer.name).state is CapacityReportState.ACCEPTED


def test_a_report_is_returned_with_reasons(ports: Ports) -> None:
    report = submit_capacity_report(ports, LOCAL, DRAFT)
    with pytest.raises(InvalidArgument):
        return_capacity_report(ports, LOCAL, report.name, ())
    returned = return_capacity_report(ports, LOCAL, report.name, ("Count the certified",))
    assert (returned.state, returned.return_reasons) == (CapacityReportState.RETURNED, ("Count the certified",))
    with pytest.raises(FailedPrecondition):
        accept_capacity_report(ports, LOCAL, report.name)
    with pytest.raises(Aborted):
        accept_capacity_report(ports, LOCAL, report.name, etag="stale")


def test_a_state_reports_only_its_own(ports: Ports) -> None:
    with pytest.raises(FailedPrecondition) as caught:
        submit_capacity_report(ports, LOCAL, replace(DRAFT, municipality=TIJUANA))
    assert caught.value.reason is ErrorReason.FOREIGN_MUNICIPALITY
    with pytest.raises(NotFound):
        submit_capacity_report(ports, LOCAL, replace(DRAFT, municipality="municipalities/12002"))
    of_other = Principal("principals/bc", frozenset({Role.STATE_REPORTER}), frozenset({"states/02"}))
    own = Principal("principals/gro", frozenset({Role.STATE_REPORTER}), frozenset({GUERRERO}))
    with pytest.raises(PermissionDenied):
        submit_capacity_report(ports, of_other, DRAFT)
    report = submit_capacity_report(ports, own, DRAFT)
    with pytest.raises(PermissionDenied):
        accept_capacity_report(ports, own, report.name)
    with pytest.raises(PermissionDenied):
        return_capacity_report(ports, own, report.name, ("no",))


def test_reports_are_listed_newest_first_and_filtered(ports: Ports) -> None:
    names = []
    for place in (ACAPULCO, TIXTLA, ACAPULCO):
        clock_of(ports).move(seconds=1)
        names.append(submit_capacity_report(ports, LOCAL, replace(DRAFT, municipality=place)).name)
    every = list_capacity_reports(ports, LOCAL, PageRequest(filter=f'state_name = "{GUERRERO}"'))
    of_acapulco = list_capacity_reports(ports, LOCAL, PageRequest(filter=f'municipality = "{ACAPULCO}"'))
    assert [report.name for report in every.items] == names[::-1]
    assert [report.name for report in of_acapulco.items] == [names[2], names[0]]


def test_a_state_reads_only_its_own(ports: Ports) -> None:
    """As in the audit trail: what another state says of itself is between it and the federation."""
    report = submit_capacity_report(ports, LOCAL, DRAFT)
    submit_capacity_report(ports, LOCAL, replace(DRAFT, state_name="states/02", municipality=TIJUANA))
    own, other, nowhere = (
        Principal("principals/s", frozenset({Role.STATE_REPORTER}), frozenset(states))
        for states in ({GUERRERO}, {"states/02"}, set[str]())
    )
    assert get_capacity_report(ports, own, report.name) == report
    assert list_capacity_reports(ports, own, PageRequest()).items == (report,)
    assert report not in list_capacity_reports(ports, other, PageRequest()).items
    assert list_capacity_reports(ports, nowhere, PageRequest()).items == ()
    for stranger in (other, nowhere, Principal("principals/c", frozenset({Role.COUNCIL}))):
        with pytest.raises(PermissionDenied):
            get_capacity_report(ports, stranger, report.name)
    for federal in (Role.READER, Role.COORDINATOR, Role.ANALYST):
        both = Principal("principals/f", frozenset({federal, Role.STATE_REPORTER}))
        assert len(list_capacity_reports(ports, both, PageRequest()).items) == 2
