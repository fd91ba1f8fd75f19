"""What explanations say, in a person's language, with names and days instead of keys and periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from relevo_planner.instance import Instance, Municipality, Operation
from relevo_planner.plan import Conflict, Demand, DemandKind, Reason
from relevo_server.wording import Language, knows, listed, number, say


@dataclass(frozen=True, slots=True)
class Telling:
    """Sentences on one question in one language."""

    instance: Instance
    language: Language

    def operation(
        self, place: Municipality, operation: Operation, worth: tuple[float, float], binding: tuple[Reason, ...]
    ) -> tuple[str, ...]:
        """Why an operation is in the plan; ``worth``: what it brings, and what its teams would bring elsewhere."""
        policy = self.instance.policy
        length = policy.period_days
        value, days = number(worth[0]), operation.periods * length
        said = [self._say("ranked" if place.rank else "unranked", rank=place.rank, value=value, days=days)]
        most, window = policy.tenure_periods * length, policy.tenure_window_periods * length
        said.append(self._say("tenure_limit", days=most, window=window))
        if worth[1] > 0:
            said.append(self._say("elsewhere", value=number(worth[1])))
        if binding:
            said.append(self._say("keeps_small", reasons=self.reasons(binding)))
        return tuple(said)

    def unserved(
        self, reasons: tuple[Reason, ...], best: Operation | None, value: float, price: float
    ) -> tuple[str, ...]:
        """Why a municipality has no operation; ``best``: the one that comes closest, where it was looked for."""
        if Reason.NO_NEED in reasons:
            return (self._say("no_need"),)
        if best is None:
            return (self._say("stops" if Reason.OUTBID in reasons else "no_stay", reasons=self.reasons(reasons)),)
        first, last = self._days(best)
        said = [self._say("best_stay", first=first, last=last, teams=self._teams(best), value=number(value))]
        if price > 0:
            said.append(self._say("best_price", value=number(price)))
        if reasons:
            said.append(self._say("stops", reasons=self.reasons(reasons)))
        return tuple(said)

    def unknown_need(self, places: Sequence[Municipality]) -> tuple[str, ...]:
        """In how many of some places, and in which states, nobody knows whether they need teams for emergency calls."""
        unknown = [place for place in places if place.unknown_need]
        if not unknown:
            return ()
        states = listed(self.language, sorted({place.state for place in unknown}))
        return (self._say("unknown_need", count=len(unknown), places=len(places), states=states),)

    def more_teams(self, pool: str, period: int, least: float, most: float, priced: float) -> tuple[str, ...]:
        """What one more team of a pool from a period on adds to the best plan."""
        day = self._day(period)
        title = self._pool(pool)
        solved = self._say("team_solved", pool=title, day=day, least=number(least), most=number(most))
        return (solved, self._say("team_priced", value=number(priced)))

    def conflict(self, conflict: Conflict) -> str:
        """Which demands cannot all be met."""
        demands = listed(self.language, map(self._demand, conflict.demands))
        return self._say("conflict", demands=demands)

    def reasons(self, reasons: tuple[Reason, ...]) -> str:
        """Reasons, one after the other."""
        return "; ".join(self._say(f"reason.{reason.value}") for reason in reasons)

    def _demand(self, demand: Demand) -> str:
        if demand.kind is DemandKind.PIN and 0 <= demand.index < len(self.instance.pins):
            pin = self.instance.pins[demand.index]
            first, last = self._days(pin)
            return self._say("pin", place=self._place(pin.municipality), first=first, last=last, teams=self._teams(pin))
        if demand.kind is DemandKind.FLOOR and 0 <= demand.index < len(self.instance.floors):
            floor = self.instance.floors[demand.index]
            teams = self._say("some_team" if floor.teams == 1 else "some_teams", count=floor.teams)
            return self._say("floor", teams=teams, place=self._place(floor.municipality))
        name = demand.text.partition(":")[0].replace(" ", "_")
        key = next((key for key in (f"rule.{name}", f"reason.{name}") if knows(key)), "rule.other")
        return self._say("rule", rule=self._say(key, text=demand.text))

    def _teams(self, operation: Operation) -> str:
        parts = [
            self._say("team" if count == 1 else "teams", count=count, pool=self._pool(pool))
            for pool, count in operation.teams.items()
        ]
        return listed(self.language, parts)

    def _days(self, operation: Operation) -> tuple[date, date]:
        return self._day(operation.start), self._day(operation.end) - timedelta(days=1)

    def _day(self, period: int) -> date:
        return self.instance.first_day + timedelta(days=period * self.instance.policy.period_days)

    def _place(self, name: str) -> str:
        return next((place.title for place in self.instance.municipalities if place.name == name and place.title), name)

    def _pool(self, name: str) -> str:
        return next((pool.title for pool in self.instance.pools if pool.name == name and pool.title), name)

    def _say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)
