"""What the smallest changes are called, in a person's language."""

from __future__ import annotations

from dataclasses import dataclass

from relevo_planner.instance import Municipality
from relevo_planner.near_change import ChangeKind, NearChange, NearestChanges
from relevo_planner.plan import Certificate, Reason
from relevo_server.usecases.telling import Telling
from relevo_server.wording import listed, number


@dataclass(frozen=True, slots=True)
class ChangeTelling(Telling):
    """Sentences on what would select a municipality."""

    def change(self, place: Municipality, change: NearChange) -> str:
        """One change, what comes of it, and how far it is proven."""
        first, last = self._days(change.operation)
        gap = Certificate(change.value, change.bound).gap
        what = self._change(place, change)
        return self._say(
            "change_verified",
            change=what[:1].upper() + what[1:],
            place=place.title or place.name,
            first=first,
            last=last,
            teams=self._teams(change.operation),
            gap=f"{gap:.2%}",
        )

    def summary(self, place: Municipality, found: NearestChanges, changes: tuple[str, ...]) -> tuple[str, ...]:
        """All that was found, and what is still open."""
        said = list(changes)
        if found.unchanged is not None:
            first, last = self._days(found.unchanged)
            said.append(self._say("change_unneeded", first=first, last=last, teams=self._teams(found.unchanged)))
        if found.facts and ChangeKind.FACTS not in found.open_kinds:
            said.append(self._say("change_insufficient", facts=self._facts(place, found.facts, None)))
        elif found.facts:
            said.append(self._say("change_needed", facts=self._facts(place, found.facts, None)))
        if found.open_kinds:
            kinds = listed(self.language, (self._say(f"change_kind.{kind.value}") for kind in found.open_kinds))
            said.append(self._say("change_open", kinds=kinds))
        elif not said:
            said.append(self._say("change_none"))
        return tuple(said)

    def _change(self, place: Municipality, change: NearChange) -> str:
        if change.kind is ChangeKind.FACTS:
            return self._facts(place, change.facts, change.officers)
        suffix = "" if change.is_least else "_enough"
        if change.kind is ChangeKind.WEIGHT:
            return self._say(f"change_weight{suffix}", fold=number(change.amount))
        teams = self._say("some_team" if change.amount == 1 else "some_teams", count=int(change.amount))
        return self._say(
            f"change_teams{suffix}", teams=teams, pool=self._pool(change.pool), day=self._day(change.start)
        )

    def _facts(self, place: Municipality, facts: tuple[Reason, ...], officers: int | None) -> str:
        """Facts that are put right; several reasons may name the same one."""
        effort = f"{self.instance.policy.effort_floor:.0%}"
        region = next((one.title for one in self.instance.regions if one.name == place.region and one.title), "")
        region = region or place.region
        said = []
        for fact in facts:
            key = f"fact.{fact.value}"
            if fact is Reason.STRENGTH_UNKNOWN and officers is None:
                key = "fact.strength_some"
            said.append(self._say(key, officers=officers, effort=effort, region=region))
        return listed(self.language, dict.fromkeys(said))
