"""The scenarios of the measured sweep fit the question, differ, and are the same for the same seed."""

from benchmarks.from_ladder import instance_from_ladder
from benchmarks.sweep_scenarios import scenarios
from relevo_planner.what_if import apply_changes
from tests.benchmarks.made import ladder


def test_every_scenario_fits_and_all_but_the_first_change_something() -> None:
    instance = instance_from_ladder(ladder(8, 9))
    drawn = scenarios(instance, 60, 3)
    changed = [apply_changes(instance, changes) for _, changes in drawn]
    assert changed[0] == instance
    assert sum(one == instance for one in changed) == 1
    assert len({title for title, _ in drawn}) > 5
    assert drawn == scenarios(instance, 60, 3)
    assert drawn != scenarios(instance, 60, 4)
