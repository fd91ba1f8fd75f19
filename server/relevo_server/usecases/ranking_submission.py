"""Somebody's own list, a municipality's or a meeting's, kept beside the computed ranking that it is set against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from relevo_planner.need.orders import SubmittedPlace
from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import TEXT_CHARACTERS, duplicate_faults, text_faults
from relevo_server.domain.names import is_municipality
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import Ranking, RankingEntry, RankingMethod, RankingState
from relevo_server.domain.ranking_numbers import RankingNumbers
from relevo_server.usecases.access import RANK, require
from relevo_server.usecases.ports import Ports, WriteUnit
from relevo_server.usecases.ranking_replay import entries_of
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once

_FORMULA = "as submitted: no score, each place with its reason"


@dataclass(frozen=True, slots=True)
class Submission:
    """A list to be kept.

    Attributes:
        base: The computed ranking whose counts, months and sources it shares, ``rankings/{id}``.
        submitter: The office whose list it is.
        places: Best first.
    """

    base: str
    title: str
    submitter: str
    places: tuple[SubmittedPlace, ...]


def submit_ranking(
    ports: Ports, principal: Principal, submission: Submission, *, write: Write = PLAIN_WRITE
) -> Ranking:
    """Keep a list as a draft ranking.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS (a place twice, without a reason, or without a known count in
            the base), NOT_FOUND (base), REQUEST_ID_REUSED.
    """
    require(principal, RANK)
    faults = write.found()
    faults.extend(text_faults("title", submission.title))
    faults.extend(text_faults("submitter", submission.submitter, required=True))
    faults.extend(_place_faults(submission.places))

    def act(unit: WriteUnit) -> Ranking:
        if not submission.base:  # without it nothing more can be told
            faults.refuse("the list")
        base = unit.get(Ranking, submission.base)
        if base is None:
            faults.missing("base", submission.base)
            faults.refuse("the list")
        assert base is not None
        if base.method is RankingMethod.SUBMITTED:
            faults.add("base", f"{base.name} is itself a submitted list", "Name a computed ranking")
        known = {entry.municipality: entry for entry in entries_of(unit, base.name)}
        for index, place in enumerate(submission.places):
            if place.municipality not in known:
                why = f"{place.municipality[:80]!r} has no order in {base.name}"
                faults.add(
                    f"places[{index}].municipality", why, "Correct the key, or rank with a source that counts it"
                )
        faults.refuse("the list")
        entries = _entries(submission.places, known, base)
        ranking = _ranking(ports, submission, base, entries)
        unit.create([ranking])
        unit.add_entries(ranking.name, entries)
        return ranking

    return write_once(ports, principal, write, "SubmitRanking", submission, Ranking, act)


def _place_faults(places: Sequence[SubmittedPlace]) -> list[Fault]:
    if not places:
        return [Fault("places", "is empty", "Name at least one municipality")]
    faults = duplicate_faults("places", [place.municipality for place in places])
    for index, place in enumerate(places):
        if not is_municipality(place.municipality):
            why = f"{place.municipality[:80]!r} is no municipality"
            faults.append(Fault(f"places[{index}].municipality", why, "Write municipalities/ and five digits"))
        path = f"places[{index}].reason"
        faults += text_faults(path, place.reason, most=TEXT_CHARACTERS, required=True, lines=True)
    return faults


def _ranking(ports: Ports, submission: Submission, base: Ranking, entries: Sequence[RankingEntry]) -> Ranking:
    return replace(
        base,
        name=f"rankings/{ports.ids.new()}",
        title=submission.title,
        state=RankingState.DRAFT,
        method=RankingMethod.SUBMITTED,
        ranked_incidents=sum(entry.incidents for entry in entries),
        ranked_municipalities=len(entries),
        unknown_municipalities=0,
        formula=_FORMULA,
        software_version=ports.software_version,
        created=ports.clock.now(),
        published=None,
        version=1,
        numbers=RankingNumbers(),
        inputs=(),
        base=base.name,
        submitter=submission.submitter,
    )


def _entries(
    places: Sequence[SubmittedPlace], known: Mapping[str, RankingEntry], base: Ranking
) -> tuple[RankingEntry, ...]:
    # The base tells the total of all incidents only through its last line's share.
    last = max(known.values(), key=lambda entry: entry.position)
    total = base.ranked_incidents / last.cumulative_share if last.cumulative_share else 0.0
    entries, held = [], 0
    for position, place in enumerate(places, start=1):
        entry = known[place.municipality]
        held += entry.incidents
        share = held / total if total else 0.0
        entries.append(
            replace(entry, position=position, cumulative_share=share, score=None, reason=place.reason.strip())
        )
    return tuple(entries)
