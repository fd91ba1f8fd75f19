"""The demonstration as a person sees it: each step said as it is done, then the plan, then what to type next."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from relevo.v1.agreement_pb2 import Agreement
from relevo.v1.capacity_report_pb2 import CapacityReport
from relevo.v1.geography_pb2 import FusionCentre, Region
from relevo.v1.incidence_pb2 import Dataset
from relevo.v1.planning_service_pb2 import ProposePlanRequest
from relevo.v1.pool_pb2 import Pool
from relevo.v1.ranking_pb2 import RankedMunicipality, Ranking
from relevo_client.client import Relevo
from relevo_client.commands.proposing import next_monday, watch
from relevo_client.dates import to_wire
from relevo_client.demo import records
from relevo_client.demo.samples import Samples
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.plans import text, view
from relevo_client.presentation.screen import say

PERIODS = 13
EXPLAINED_STAYS = 3


@dataclass(slots=True)
class _Steps:
    """Numbers what is done."""

    done: int = field(default=0)

    def say(self, sentence: str) -> None:
        self.done += 1
        say(sentence, lead=f"{self.done:>3}  ")


def tell(relevo: Relevo, samples: Samples, today: date, *, time_limit_seconds: float) -> view.PlanView:
    """Load the sample, ask for a plan, show it.

    Args:
        relevo: a connection.
        samples: what to load.
        today: the plan starts on the Monday after it.
        time_limit_seconds: of the plan's search.

    Raises:
        RelevoError: whatever the server refuses.
    """
    first_day = next_monday(today)
    say("From records to a plan, on one machine", "bold")
    say("Published facts: 100 municipalities and their intentional homicides of 2024 (SESNSP, INEGI, CONAPO).")
    say("Illustrative, because it is not public: pools, meetings, capacity reports, fusion centres.", "yellow")
    say()
    ranking = _load(relevo, samples, first_day, _Steps().say)
    say()
    say(f"Asking for a plan of {PERIODS} fortnights from {words.day(first_day)}.")
    wanted = ProposePlanRequest(
        ranking=ranking.name,
        first_municipalities=ranking.ranked_municipalities,
        first_day=to_wire(first_day),
        periods=PERIODS,
        time_limit_seconds=time_limit_seconds,
    )
    plan = watch(relevo.planning.propose(wanted))
    seen = view.read(relevo, plan.name)
    say()
    text.show(seen)
    _explain(seen)
    return seen


def say_next(seen: view.PlanView, relevo: Relevo, *, command: str, home: str) -> None:
    """Say what to type next.

    Args:
        seen: the plan.
        relevo: a connection.
        command: how `relevo` is called here.
        home: folder that holds the records, where it is not the one that `relevo` takes by itself.
    """
    steps = text.next_steps(seen)
    waiting = [report for report in relevo.capacity.list() if report.state == CapacityReport.STATE_SUBMITTED]
    for report in waiting[:1]:
        steps.append(f"relevo capacity accept {key(report.name)}")
        steps.append(f"relevo plan propose --first {len(seen.instance.municipalities)}")
    say()
    say("What to type next, with a server up in another window", "bold")
    if home:
        say(f"  export RELEVO_HOME={shlex.quote(home)}    (in both windows)")
    for step in ("relevo serve", *steps):
        say(f"  {step.replace('relevo', command, 1)}")


def _load(relevo: Relevo, samples: Samples, first_day: date, step: Callable[[str], None]) -> Ranking:
    dataset = records.load_sheets(relevo, samples)
    step(_said_of_sheets(dataset))
    ranking = records.publish_ranking(relevo, dataset)
    step(_said_of_ranking(ranking, list(relevo.rankings.municipalities(ranking.name))))
    regions = records.set_fusion_centres(relevo, samples)
    step(_said_of_centres(regions))
    step(_said_of_pools(records.create_pools(relevo, samples)))
    step(_said_of_agreements(records.hold_meetings(relevo, samples, regions, first_day)))
    step(_said_of_reports(records.submit_reports(relevo, samples, first_day)))
    return ranking


def _said_of_sheets(dataset: Dataset) -> str:
    incidents = sum(crime.incidents for crime in dataset.crime_types)
    years = " ".join(str(year) for year in dataset.years)
    return f"Imported the sheets: {incidents:,} intentional homicides of {years}."


def _said_of_ranking(ranking: Ranking, lines: list[RankedMunicipality]) -> str:
    half = lines[len(lines) // 2 - 1]
    return (
        f"Published the ranking of {words.count(ranking.ranked_municipalities, 'municipality', 'municipalities')}: "
        f"the first {half.position} hold {words.percent(half.cumulative_share)} of the sheet's."
    )


def _said_of_centres(regions: list[Region]) -> str:
    operating = [r.title for r in regions if r.fusion_centre.status == FusionCentre.STATUS_OPERATING]
    others = [r.title for r in regions if r.fusion_centre.status != FusionCentre.STATUS_OPERATING]
    return f"Fusion centres operate in {', '.join(operating)}; not yet in {', '.join(others)}."


def _said_of_pools(pools: list[Pool]) -> str:
    teams = sum(pool.teams for pool in pools)
    officers = sum(pool.teams * pool.officers_per_team for pool in pools)
    return f"Recorded {words.count(len(pools), 'pool')}: {teams:,} teams, {officers:,} officers (illustrative)."


def _said_of_agreements(agreements: list[Agreement]) -> str:
    states = sum(len(agreement.states) for agreement in agreements)
    return f"Held a meeting per region: {words.count(len(agreements), 'agreement')} for {states} states (illustrative)."


def _said_of_reports(reports: list[CapacityReport]) -> str:
    accepted = [report for report in reports if report.state == CapacityReport.STATE_ACCEPTED]
    attributed = sum(report.HasField("attributed_state_officers") for report in accepted)
    silent = sum(
        not (report.HasField("municipal_officers") or report.HasField("attributed_state_officers"))
        for report in accepted
    )
    return (
        f"Accepted {len(accepted)} of {words.count(len(reports), 'capacity report')} (illustrative): "
        f"{attributed} attribute state police, {silent} state no officers."
    )


def _explain(seen: view.PlanView) -> None:
    say()
    say(f"Why: the first {EXPLAINED_STAYS} of the ranking that are served", "bold")
    text.show_why(list(seen.stays[:EXPLAINED_STAYS]))
