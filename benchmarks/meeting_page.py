"""The page that says how meeting mode and one-fact changes did, from what was just measured."""

from __future__ import annotations

from statistics import median
from typing import Any

PROMISED_SECONDS, PROMISED_GAP = 3.0, 0.01
PROMISED_RATIO, PROMISED_MOVED = 1 / 3, 0.05


def page(found: dict[str, Any]) -> str:
    """Return the page as Markdown."""
    machine, trials, facts = found["machine"], found["meeting"], found["facts"]
    seconds, gaps = [one["seconds"] for one in trials], [one["gap"] for one in trials]
    kept = sum(1 for one in trials if one["seconds"] < PROMISED_SECONDS and one["gap"] <= PROMISED_GAP)
    ratios = [one["seconds"] / one["first_s"] for one in facts]
    processor = [one["processor_s"] / one["first_processor_s"] for one in facts]
    shares = [one["moved"] / max(1, one["untouched"]) for one in facts]
    quick = sum(1 for ratio in ratios if ratio < PROMISED_RATIO)
    stable = sum(1 for share in shares if share < PROMISED_MOVED)
    both = sum(1 for ratio, share in zip(ratios, shares, strict=True) if _holds(ratio, share))
    first = facts[0]
    return f"""# Meeting mode, and one fact changed

`make bench-meeting`, {machine["day"]}: commit {machine["commit"] or "unknown"}, {machine["processor"]},
{machine["cores"]} cores, Python {machine["python"]}, OR-Tools {machine["versions"]["ortools"]}, load
{machine["load_average"][0]} when it began, seed {found["seed"]}. Plain seconds; other work on the machine is in them.

## A changed pin on 50 x 13

Promise: a certified gap of at most {PROMISED_GAP:.0%} in under {PROMISED_SECONDS:g} s. TryPlan through the API, client
and server on one machine, one stay of the plan at hand held at another time or length. The plan at hand had a gap of
{trials[0]["first_gap"]:.2%}.

{kept} of {len(trials)} kept the promise: {median(seconds):.2f} s in the middle, {max(seconds):.2f} s at most; gap
{median(gaps):.2%} in the middle, {max(gaps):.2%} at most.

| pin | seconds | gap | stays changed | stays as they were |
|---|---|---|---|---|
{_trial_rows(trials)}

## One fact changed on 50 x 26

Promise: solved again in under a third of the first time, and fewer than {PROMISED_MOVED:.0%} of the stays that the
fact does not touch are moved. The planner in one process; first and again to a proven gap of {found["gap"]:.0%} on
need, again warm from the first plan and with goal "stability", which may give up 1 % of need for fewer changes: the gap
of the plan holds what it gave. A fact on a place touches that place's stays, one on a pool those that its teams serve.

The first time took {first["first_s"]:.2f} s, {first["first_processor_s"]:.2f} s of the processor (gap
{first["first_gap"]:.2%}, {first["stays"]} stays). {both} of {len(facts)} facts kept both promises. Time: {quick} kept
it, {median(ratios):.2f} of the first in the middle, {max(ratios):.2f} at most; counted in the processor's seconds
{median(processor):.2f} and {max(processor):.2f}. Stays: {stable} kept it, {median(shares):.1%} moved in the middle,
{max(shares):.1%} at most.

| fact | seconds | of the first | of the first, processor | gap on need | gap | moved | of stays not touched |
|---|---|---|---|---|---|---|---|
{_fact_rows(facts)}
"""


def _holds(ratio: float, share: float) -> bool:
    return ratio < PROMISED_RATIO and share < PROMISED_MOVED


def _trial_rows(trials: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"| {one['pin']} | {one['seconds']:.2f} | {one['gap']:.2%} | {one['changed']} | {one['kept']} |"
        for one in trials
    )


def _fact_rows(facts: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"| {one['fact']} | {one['seconds']:.2f} | {one['seconds'] / one['first_s']:.2f} "
        f"| {one['processor_s'] / one['first_processor_s']:.2f} | {one['need_gap']:.2%} "
        f"| {one['gap']:.2%} | {one['moved']} | {one['untouched']} |"
        for one in facts
    )
