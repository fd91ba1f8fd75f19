"""Questions and plans as files, with refusals as the command line tells them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from relevo_client import Fault, RelevoError
from relevo_planner.canonical import instance_sha256
from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_planner.review.wellformed import readable
from relevo_server.domain.errors import RelevoError as Refusal
from relevo_server.wire.files import read_instance, read_plan


def question_in(path: Path) -> Instance:
    """Read a question.

    Raises:
        RelevoError: INVALID_ARGUMENT with every fault.
    """
    try:
        return read_instance(path.read_bytes(), str(path))
    except Refusal as refused:
        raise told(refused) from refused


def plan_in(path: Path) -> Plan:
    """Read a plan.

    Raises:
        RelevoError: INVALID_ARGUMENT with every fault.
    """
    try:
        return read_plan(path.read_bytes(), str(path))
    except Refusal as refused:
        raise told(refused) from refused


def answer_in(path: Path, question: Instance) -> Plan:
    """Read a plan whose prices and reasons are to be told: it must answer this very question.

    Raises:
        RelevoError: INVALID_ARGUMENT with every fault, also where the plan was made for another question.
    """
    plan = plan_in(path)
    faults = list(unreadable(str(path), question, plan))
    own = instance_sha256(question)
    if plan.instance_sha256 and plan.instance_sha256 != own:
        why = f"answers the question with SHA-256 {plan.instance_sha256[:12]}…, this one has {own[:12]}…"
        faults.insert(0, Fault(place=str(path), why=why, todo="give the question that it was made for"))
    refuse_all("the plan does not answer this question", faults)
    return plan


def unreadable(label: str, question: Instance, plan: Plan) -> Iterator[Fault]:
    """Yield the operations that mean nothing in the question."""
    understood = readable(question, plan.operations)
    for index, operation in enumerate(plan.operations):
        if operation not in understood:
            why = f"{operation.municipality} from period {operation.start}: names what its question lacks, or leaves it"
            yield Fault(place=f"{label} operations[{index}]", why=why, todo="give the plan's own question")


def expect_writable(question: Path, files: Iterable[tuple[str, Path | None]]) -> None:
    """Refuse files that cannot be written, before anything is worked at.

    Args:
        question: the file with the question, which must not be written over.
        files: option and file, None where the option is not given.

    Raises:
        RelevoError: INVALID_ARGUMENT with every fault.
    """
    given = [(option, file) for option, file in files if file is not None]
    refuse_all("nothing was done", [fault for option, file in given for fault in _unwritable(option, file, question)])


def _unwritable(option: str, file: Path, question: Path) -> Iterator[Fault]:
    folder = file.absolute().parent
    if not folder.is_dir():
        yield Fault(place=option, value=str(file), why="lies in a folder that is not there", todo="make the folder")
    elif file.exists() and file.samefile(question):
        yield Fault(place=option, value=str(file), why="is the question itself", todo="name another file")
    elif not os.access(file if file.exists() else folder, os.W_OK):
        yield Fault(place=option, value=str(file), why="may not be written", todo="name another file")


def refuse_all(what: str, faults: Iterable[Fault]) -> None:
    """Raise if there are faults.

    Raises:
        RelevoError: INVALID_ARGUMENT with all of them.
    """
    found = list(faults)
    if found:
        raise RelevoError("INVALID_ARGUMENT", what, faults=found)


def told(refused: Refusal) -> RelevoError:
    """Return a refusal as the command line tells it."""
    faults = [Fault(place=fault.field, why=fault.why, todo=fault.remedy) for fault in refused.faults]
    return RelevoError("INVALID_ARGUMENT", refused.message, faults=faults)
