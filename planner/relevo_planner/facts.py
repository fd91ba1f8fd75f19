"""Facts that, put right, would let a municipality be supported: what its side and the coordinator can do."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from relevo_planner.compile import build_options, why_forbidden
from relevo_planner.instance import Exclusion, Instance, Municipality, Region, ReportStatus, Window
from relevo_planner.plan import Reason

Repair = Callable[[Instance, Municipality], tuple[Instance, str]]


def repaired(instance: Instance, municipality: str) -> tuple[Instance, tuple[str, ...]]:
    """Put right, one after the other, the facts that forbid every operation of a municipality.

    Args:
        instance: a question in which the municipality has no options.
        municipality: its name.

    Returns:
        The question with the facts put right and what was put right, in words; no words where something stands in the
        way that nobody can put right (an earlier stay, distance) or nothing does.
    """
    place = [place.name for place in instance.municipalities].index(municipality)
    return _put_right(instance, place, _needed(instance, place))


def put_right(instance: Instance, municipality: str) -> tuple[Instance, tuple[Reason, ...]]:
    """Like ``repaired``, with the reason that each fact takes away instead of words."""
    place = [place.name for place in instance.municipalities].index(municipality)
    needed = _needed(instance, place)
    return _put_right(instance, place, needed)[0], tuple(needed)


def _needed(instance: Instance, place: int) -> list[Reason]:
    """The reasons that have to be taken away, none of which can be left; none where that does not help."""
    needed: list[Reason] = []
    while not _has_options(_put_right(instance, place, needed)[0], place):
        blocking = _repairable(_put_right(instance, place, needed)[0], place, needed)
        if blocking is None:
            return []
        needed.append(blocking)
    for reason in tuple(needed):
        rest = [other for other in needed if other is not reason]
        if _has_options(_put_right(instance, place, rest)[0], place):
            needed = rest
    return needed


def _put_right(instance: Instance, place: int, reasons: Iterable[Reason]) -> tuple[Instance, tuple[str, ...]]:
    question, texts = instance, dict[str, None]()
    for reason in reasons:
        question, text = REPAIRS[reason](question, question.municipalities[place])
        texts[text] = None
    return question, tuple(texts)


def _has_options(instance: Instance, place: int) -> bool:
    return bool((build_options(instance).municipality == place).any())


def _repairable(instance: Instance, place: int, tried: Sequence[Reason]) -> Reason | None:
    """The reason that takes most of what can be put right."""
    reasons = why_forbidden(instance)[place]
    return next((reason for reason in reasons if reason in REPAIRS and reason not in tried), None)


def _standing(instance: Instance, place: Municipality, **facts: object) -> Instance:
    standing = replace(place.standing, **facts)  # type: ignore[arg-type]
    return _placed(instance, replace(place, standing=standing))


def _placed(instance: Instance, place: Municipality) -> Instance:
    places = tuple(place if one.name == place.name else one for one in instance.municipalities)
    return replace(instance, municipalities=places)


def _accept_report(instance: Instance, place: Municipality) -> tuple[Instance, str]:
    question = _standing(instance, place, report=ReportStatus.ACCEPTED, report_age_days=0)
    return question, "an accepted capacity report of today"


def _sign_agreement(instance: Instance, place: Municipality) -> tuple[Instance, str]:
    covered = (*place.standing.agreements, Window(0, instance.periods))
    return _standing(instance, place, agreements=covered), "a signed agreement for the horizon"


def _know_strength(instance: Instance, place: Municipality) -> tuple[Instance, str]:
    """As many verified officers as its whole need may stand beside."""
    officers = max((pool.officers_per_team for pool in instance.pools), default=0)
    teams = sum(len(gains) for gains in place.gains.values())
    enough = math.ceil(officers * teams / max(instance.policy.complement_ratio, 1e-9))
    return _placed(instance, replace(place, verified_officers=enough)), f"{enough} verified officers, accepted"


def _raise_effort(instance: Instance, place: Municipality) -> tuple[Instance, str]:
    floor = instance.policy.effort_floor
    return _standing(instance, place, effort_ratio=floor), f"a local effort of {floor:.0%} of a year before"


def _waive(instance: Instance, place: Municipality) -> tuple[Instance, str]:
    return _standing(instance, place, waiver=True), "a waiver for its overdue commitments"


def _open_centre(instance: Instance, place: Municipality) -> tuple[Instance, str]:
    always = Window(0, instance.periods)
    others = tuple(region for region in instance.regions if region.name != place.region)
    region = next((region for region in instance.regions if region.name == place.region), Region(place.region))
    regions = (*others, replace(region, fusion_centre=always))
    return replace(instance, regions=regions), f"an operating fusion centre in {place.region or 'its region'}"


def _lift_exclusions(instance: Instance, place: Municipality) -> tuple[Instance, str]:
    def concerns(exclusion: Exclusion) -> bool:
        return exclusion.municipality in (None, place.name)

    kept = tuple(one for one in instance.exclusions if not concerns(one))
    return replace(instance, exclusions=kept), "its exclusion lifted"


REPAIRS: dict[Reason, Repair] = {
    Reason.NO_REPORT: _accept_report,
    Reason.REPORT_NOT_ACCEPTED: _accept_report,
    Reason.REPORT_STALE: _accept_report,
    Reason.NO_AGREEMENT: _sign_agreement,
    Reason.STRENGTH_UNKNOWN: _know_strength,
    Reason.EFFORT_UNKNOWN: _raise_effort,
    Reason.EFFORT_BELOW_FLOOR: _raise_effort,
    Reason.COMMITMENT_OVERDUE: _waive,
    Reason.FUSION_CENTRE: _open_centre,
    Reason.EXCLUSION: _lift_exclusions,
}
"""Reasons that somebody can put right, and how."""
