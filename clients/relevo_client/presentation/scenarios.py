"""Scenarios."""

from __future__ import annotations

from collections.abc import Iterable

from relevo.v1.scenario_pb2 import Scenario
from relevo_client.names import key
from relevo_client.presentation.screen import say, say_facts, say_table


def show(scenario: Scenario) -> None:
    """Print what a scenario begins with and what is otherwise."""
    say_facts([("scenario", key(scenario.name)), ("title", scenario.title), ("begins with", _base(scenario))])
    for sentence in scenario.sentences or ["nothing is changed"]:
        say(sentence, lead="  ")


def show_list(scenarios: Iterable[Scenario]) -> None:
    """Print one line per scenario."""
    rows = [(key(one.name), one.title, _base(one), "; ".join(one.sentences)) for one in scenarios]
    say_table(("scenario", "title", "begins with", "what is otherwise"), rows)


def _base(scenario: Scenario) -> str:
    return scenario.plan or f"the records, {scenario.records.ranking}"
