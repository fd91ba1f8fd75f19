"""`relevo offline compare`: plans on files side by side.

What compares and shows is imported when something is compared: other commands start sooner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from relevo_client import Fault
from relevo_client.commands.parts import Json
from relevo_client.presentation.screen import say_json
from relevo_server.commands.offline_files import plan_in, question_in, refuse_all, unreadable

REFUSED = "the plans cannot be compared"


def compare(
    plans: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Two plans or more, files.")],
    instance: Annotated[
        list[Path],
        typer.Option(exists=True, dir_okay=False, help="The question; repeated: one per plan, in their order."),
    ],
    json: Json = False,
) -> None:
    """Show plans side by side, also ones made by hand: every difference is taken against the first."""
    from relevo_client.presentation.plans import comparison
    from relevo_planner.compare import Contender
    from relevo_planner.compare import compare as beside
    from relevo_server.wire.comparisons import comparison_message

    questions = instance * len(plans) if len(instance) == 1 else instance
    refuse_all(REFUSED, _counts(plans, questions))
    contenders = [
        Contender(str(path), question_in(question), plan_in(path))
        for path, question in zip(plans, questions, strict=True)
    ]
    refuse_all(REFUSED, (fault for one in contenders for fault in unreadable(one.label, one.instance, one.plan)))
    found = comparison_message(contenders, beside(contenders))
    if json:
        say_json(found)
    else:
        comparison.show(found)


def _counts(plans: Sequence[Path], questions: Sequence[Path]) -> Iterator[Fault]:
    if len(plans) < 2:
        yield Fault(place="PLANS", value=str(plans[0]), why="stands alone", todo="name two plans or more")
    if len(questions) != len(plans):
        why = f"{len(questions)} questions for {len(plans)} plans"
        yield Fault(place="--instance", why=why, todo="give one for all, or one per plan")
