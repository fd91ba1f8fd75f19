"""Records of the demonstration. What is there already is left as it is, so that it can be loaded again and again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from google.protobuf import json_format

from relevo.v1.agreement_pb2 import Agreement, Commitment
from relevo.v1.capacity_report_pb2 import CapacityReport
from relevo.v1.geography_pb2 import FusionCentre, Municipality, Region
from relevo.v1.incidence_pb2 import Dataset
from relevo.v1.intake_service_pb2 import ImportHeader
from relevo.v1.meeting_pb2 import Meeting
from relevo.v1.pool_pb2 import Pool
from relevo.v1.ranking_pb2 import Ranking
from relevo_client.client import Relevo
from relevo_client.dates import to_wire
from relevo_client.demo.samples import Samples
from relevo_client.names import key


def load_sheets(relevo: Relevo, samples: Samples) -> Dataset:
    """Import the municipalities, then what was counted in them."""
    relevo.intake.import_file(samples.municipalities)
    header = ImportHeader(crime_type="crimeTypes/homicidio-doloso")
    return relevo.intake.import_file(samples.incidence, header).dataset


def publish_ranking(relevo: Relevo, dataset: Dataset) -> Ranking:
    """Publish the order of the dataset's whole years by incidents, unless that was done before."""
    for ranking in relevo.rankings.list():
        if ranking.state == Ranking.STATE_PUBLISHED and list(ranking.datasets) == [dataset.name]:
            return ranking
    wanted = Ranking(
        title="Intentional homicides, the sheet's 100 municipalities",
        method=Ranking.METHOD_VOLUME,
        datasets=[dataset.name],
        crime_types=[crime.name for crime in dataset.crime_types],
        from_month=to_wire(date(min(dataset.years), 1, 1)),
        until_month=to_wire(date(max(dataset.years) + 1, 1, 1)),
    )
    draft = relevo.rankings.create(wanted)
    return relevo.rankings.publish(draft.name, etag=draft.etag)


def set_fusion_centres(relevo: Relevo, samples: Samples) -> list[Region]:
    """Say of each region whether its fusion centre operates."""
    since = date.fromisoformat(samples.meetings["fusion_centres_operate_from"])
    regions = []
    for region in relevo.geography.regions():
        status = FusionCentre.Status.Value(samples.meetings["fusion_centres"][region.name])
        if region.fusion_centre.status == status:
            regions.append(region)
            continue
        begins = to_wire(since) if status == FusionCentre.STATUS_OPERATING else None
        centre = FusionCentre(status=status, operating_from=begins)
        regions.append(relevo.geography.set_fusion_centre(region.name, centre, etag=region.etag))
    return regions


def create_pools(relevo: Relevo, samples: Samples) -> list[Pool]:
    """Record the illustrative pools."""
    there = {pool.name: pool for pool in relevo.force.pools()}
    pools = []
    for facts in samples.pools["pools"]:
        pool_id = facts["id"]
        wanted = json_format.ParseDict({name: value for name, value in facts.items() if name != "id"}, Pool())
        wanted.illustrative = True
        known = there.get(f"pools/{pool_id}")
        pools.append(known or relevo.force.create_pool(wanted, pool_id=pool_id))
    return pools


def hold_meetings(relevo: Relevo, samples: Samples, regions: Iterable[Region], first_day: date) -> list[Agreement]:
    """Record one held meeting per region, with one agreement for all its states."""
    there = {agreement.name: agreement for agreement in relevo.meetings.agreements()}
    titles = samples.state_titles()
    agreements = []
    for region in regions:
        meeting_id = f"demo-{key(region.name)}-{first_day:%Y%m%d}"
        known = there.get(f"meetings/{meeting_id}/agreements/support")
        if known is None:
            offices = [samples.meetings["state_office"].format(state=titles[state]) for state in region.states]
            _hold(relevo, samples, region, meeting_id, offices, first_day)
            wanted = _agreement(samples, region, first_day)
            known = relevo.meetings.agree(meeting_id, wanted, agreement_id="support")
        agreements.append(known)
    return agreements


def submit_reports(relevo: Relevo, samples: Samples, first_day: date) -> list[CapacityReport]:
    """Submit a report on every municipality and accept all but those that the sample leaves open."""
    day = to_wire(samples.report_day(first_day))
    there = {report.municipality: report for report in relevo.capacity.list() if report.as_of_date == day}
    reports = []
    for place in relevo.geography.municipalities():
        report = there.get(place.name)
        if report is None:
            report = relevo.capacity.submit(_report(samples, place, samples.report_day(first_day)))
        if report.state == CapacityReport.STATE_SUBMITTED and key(place.name) not in samples.capacity["not_accepted"]:
            report = relevo.capacity.accept(report.name, etag=report.etag)
        reports.append(report)
    return reports


def _hold(
    relevo: Relevo, samples: Samples, region: Region, meeting_id: str, state_offices: list[str], first_day: date
) -> None:
    offices = [*samples.meetings["federal_offices"], *state_offices]
    title = samples.meetings["meeting_title"].format(region=region.title)
    wanted = Meeting(
        region=region.name,
        title=title,
        date=to_wire(samples.meeting_day(first_day)),
        convened_offices=offices,
        agenda=samples.meetings["agenda"],
    )
    if f"meetings/{meeting_id}" not in {meeting.name for meeting in relevo.meetings.list(region=region.name)}:
        relevo.meetings.create(wanted, meeting_id=meeting_id)
    meeting = relevo.meetings.get(meeting_id)
    if meeting.state == Meeting.STATE_CONVENED:
        relevo.meetings.hold(meeting_id, offices, etag=meeting.etag)


def _agreement(samples: Samples, region: Region, first_day: date) -> Agreement:
    return Agreement(
        title=samples.meetings["agreement_title"].format(region=region.title),
        states=region.states,
        start_date=to_wire(samples.meeting_day(first_day)),
        end_date=to_wire(first_day + timedelta(days=samples.meetings["agreement_days"])),
        commitments=[
            Commitment(
                side=promise["side"],
                office=promise["office"],
                promise=promise["promise"],
                due_date=to_wire(first_day + timedelta(days=promise["due_days"])),
                state=Commitment.STATE_OPEN,
            )
            for promise in samples.meetings["commitments"]
        ],
    )


def _report(samples: Samples, place: Municipality, day: date) -> CapacityReport:
    facts, number = samples.capacity, key(place.name)
    report = CapacityReport(
        state_name=place.state,
        municipality=place.name,
        as_of_date=to_wire(day),
        illustrative=True,
        source=facts["source_unknown"],
    )
    if place.HasField("census_officers"):
        report.municipal_officers = report.officers_year_before = place.census_officers
        report.source = facts["source_census"]
    elif number in facts["attributed"]:
        attributed = round(facts["attributed_per_1000"] * place.population / 1000)
        report.attributed_state_officers = report.officers_year_before = attributed
        report.source = facts["source_attributed"]
    return report
