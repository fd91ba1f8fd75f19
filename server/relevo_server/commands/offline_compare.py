"""`relevo offline compare`: plans on files side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from relevo_client import Fault, RelevoError
from relevo_client.commands.parts import Json
from relevo_client.presentation.plans import comparison
from relevo_client.presentation.screen import say_json
from relevo_planner.compare import Contender
from relevo_planner.compare import compare as beside
from relevo_planner.review.wellformed import readable
from relevo_server.commands.offline_files import plan_in, question_in
from relevo_server.wire.comparisons import comparison_message


def compare(
    plans: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Two plans or more, files.")],
    instance: Annotated[
        list[Path],
        typer.Option(exists=True, dir_okay=False, help="The question; repeated: one per plan, in their order."),
    ],
    json: Json = False,
) -> None:
    """Show plans side by side, also ones made by hand: every difference is taken against the first."""
    questions = instance * len(plans) if len(instance) == 1 else instance
    _refuse(_counts(plans, questions))
    contenders = [
        Contender(str(path), question_in(question), plan_in(path))
        for path, question in zip(plans, questions, strict=True)
    ]
    _refuse(fault for contender in contenders for fault in _unreadable(contender))
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


def _unreadable(contender: Contender) -> Iterator[Fault]:
    operations = contender.plan.operations
    understood = readable(contender.instance, operations)
    for index, operation in enumerate(operations):
        if operation not in understood:
            why = f"{operation.municipality} from period {operation.start}: names what its question lacks, or leaves it"
            yield Fault(place=f"{contender.label} operations[{index}]", why=why, todo="give the plan's own question")


def _refuse(faults: Iterator[Fault]) -> None:
    found = list(faults)
    if found:
        raise RelevoError("INVALID_ARGUMENT", "the plans cannot be compared", faults=found)
