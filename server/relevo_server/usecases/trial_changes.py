"""What a meeting may change in a question to see what comes of it: pins, promises, teams."""

from __future__ import annotations

from dataclasses import dataclass, replace

from relevo_planner.facts import repaired
from relevo_planner.instance import Exclusion, Floor, Instance, Operation
from relevo_planner.pool_dates import with_teams_from
from relevo_planner.scenario import Changes, PoolSize
from relevo_planner.scenario_faults import change_faults
from relevo_planner.scenario_words import change_words
from relevo_planner.validate import find_faults
from relevo_server.domain.deployment import PoolTeams
from relevo_server.domain.errors import Faults
from relevo_server.domain.limits import MOST_TEAMS, count_faults, duplicate_faults


@dataclass(frozen=True, slots=True)
class Promise:
    """A municipality's side of the bargain.

    Attributes:
        is_kept: All that stands in its way and can be put right is put right; otherwise its agreement lapses.
    """

    municipality: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """Changes of a question.

    Attributes:
        pins: Operations to hold; each replaces earlier pins of its municipality.
        unpinned: Municipalities whose pins are let go.
        exclusions: "Not there", beside those of the question.
        floors: Wishes, beside those of the question.
        teams: How many teams a pool has, all the time.
        pool_sizes: How many it has from a period on.
        promises: Kept or broken.
    """

    pins: tuple[Operation, ...] = ()
    unpinned: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    floors: tuple[Floor, ...] = ()
    teams: tuple[PoolTeams, ...] = ()
    pool_sizes: tuple[PoolSize, ...] = ()
    promises: tuple[Promise, ...] = ()


def changed(faults: Faults, instance: Instance, trial: Trial) -> tuple[Instance, tuple[str, ...]]:
    """Return the question with the changes in it, and what they assume that the records do not say, in words.

    Everything that is wrong with the changes is noted under the names of their own fields.
    """
    if trial == Trial():
        faults.add("trial", "changes nothing", "Change a pin, a promise, a number of teams")
    places = {place.name for place in instance.municipalities}
    for index, name in enumerate(trial.unpinned):
        if name not in places:
            faults.add(f"unpinned[{index}]", f"{name} has no part in the question", "Name a municipality of the plan")
    for index, promise in enumerate(trial.promises):
        if promise.municipality not in places:
            why = f"{promise.municipality} has no part in the question"
            faults.add(f"promises[{index}].municipality", why, "Name a municipality of the plan")
    _note_teams(faults, instance, trial)
    faults.extend(duplicate_faults("promises", [promise.municipality for promise in trial.promises]))
    if faults.found:
        return instance, ()
    question, assumed = _with_facts(_with_wishes(instance, trial), trial)
    for fault in find_faults(question):
        faults.add(fault.where, fault.text, "Correct the change")
    return question, assumed


def _note_teams(faults: Faults, instance: Instance, trial: Trial) -> None:
    pools, named = {pool.name for pool in instance.pools}, [entry.pool for entry in trial.teams]
    for index, entry in enumerate(trial.teams):
        if entry.pool not in pools:
            faults.add(f"teams[{index}].pool", f"{entry.pool} has no part in the question", "Name a pool of the plan")
        faults.extend(count_faults(f"teams[{index}].teams", entry.teams, least=0, most=MOST_TEAMS))
    faults.extend(duplicate_faults("teams", named))
    for fault in change_faults(instance, Changes(pool_sizes=trial.pool_sizes)):
        faults.add(fault.where, fault.text, "Correct the change")
    for index, size in enumerate(trial.pool_sizes):
        if size.pool in named:
            faults.add(f"pool_sizes[{index}].pool", f"{size.pool} is changed twice", "Say it once")


def _with_wishes(instance: Instance, trial: Trial) -> Instance:
    """The trial's own entries come first, so that a fault names them by their own numbers."""
    held = {*trial.unpinned, *(pin.municipality for pin in trial.pins)}
    return replace(
        instance,
        pins=(*trial.pins, *(pin for pin in instance.pins if pin.municipality not in held)),
        exclusions=(*trial.exclusions, *instance.exclusions),
        floors=(*trial.floors, *instance.floors),
    )


def _with_facts(instance: Instance, trial: Trial) -> tuple[Instance, tuple[str, ...]]:
    teams = {entry.pool: entry.teams for entry in trial.teams}
    assumed = [
        f"{pool.title or pool.name} has {teams[pool.name]} teams instead of {pool.teams}"
        for pool in instance.pools
        if teams.get(pool.name, pool.teams) != pool.teams
    ]
    pools = tuple(replace(pool, teams=teams.get(pool.name, pool.teams)) for pool in instance.pools)
    question = replace(instance, pools=pools)
    assumed.extend(change_words(instance, Changes(pool_sizes=trial.pool_sizes)))
    for size in trial.pool_sizes:
        question = with_teams_from(question, size.pool, size.teams, size.start)
    for promise in trial.promises:
        title = next(
            place.title or place.name for place in instance.municipalities if place.name == promise.municipality
        )
        if promise.is_kept:
            question, texts = repaired(question, promise.municipality)
            assumed.extend(f"{title} has {text}" for text in texts)
        else:
            question = _lapsed(question, promise.municipality)
            assumed.append(f"the agreement of {title} lapses")
    return question, tuple(assumed)


def _lapsed(instance: Instance, municipality: str) -> Instance:
    places = tuple(
        replace(place, standing=replace(place.standing, agreements=())) if place.name == municipality else place
        for place in instance.municipalities
    )
    return replace(instance, municipalities=places)
