"""Progress on stderr: bars where somebody watches, a line per step where not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from relevo.v1.planning_service_pb2 import ProposePlanMetadata
from relevo_client.errors import RelevoError
from relevo_client.presentation import words
from relevo_client.presentation.screen import stderr


@dataclass(frozen=True, slots=True)
class Upload:
    """What to tell of a file on its way.

    Attributes:
        sent: called with the bytes sent and the bytes in all.
        read: called with the bytes that the server has read and the bytes in all.
        cut: called with what cut the line and the seconds until the next attempt.
    """

    sent: Callable[[int, int], None]
    read: Callable[[int, int], None]
    cut: Callable[[RelevoError, float], None]


@contextmanager
def upload(title: str) -> Iterator[Upload]:
    """Show how much of a file was sent and read; a cut line is told in a line, also where nobody watches bars."""
    console = stderr()
    if not console.is_terminal:
        yield Upload(lambda _sent, _total: None, lambda _read, _total: None, partial(_say_cut, console, title))
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        bar = bars.add_task(f"sending {title}", total=None)

        def sent(done: int, total: int) -> None:
            text = f"reading {title}" if done >= total else f"sending {title}"
            bars.update(bar, description=text, completed=done, total=total)

        def read(done: int, total: int) -> None:
            bars.update(bar, description=f"reading {title}", completed=done, total=total)

        yield Upload(sent, read, partial(_say_cut, console, title))


def _say_cut(console: Console, title: str, error: RelevoError, seconds: float) -> None:
    console.print(f"{title}: the line was cut ({error.code}); going on in {seconds:g} s")


@contextmanager
def planning() -> Iterator[Callable[[ProposePlanMetadata], None]]:
    """Show how far a proposal has come.

    Yields:
        What to call with the operation's metadata.
    """
    console = stderr()
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (
        TextColumn("{task.fields[phase]:<24}"),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
        TextColumn("{task.fields[found]}"),
    )
    with Progress(*columns, console=console) as bars:
        bar = bars.add_task("plan", total=1.0, phase=words.phase(""), found="")
        yield lambda metadata: _advance(bars, bar, metadata)


def _advance(bars: Progress, bar: TaskID, metadata: ProposePlanMetadata) -> None:
    limit = metadata.time_limit_seconds
    done = metadata.phase == "done"
    share = 1.0 if done else min(0.99, metadata.elapsed_seconds / limit) if limit > 0 else 0.0
    bars.update(bar, completed=share, phase=words.phase(metadata.phase), found=found(metadata))


def found(metadata: ProposePlanMetadata) -> str:
    """Return what a proposal has found so far: value, bound and gap, as far as they are known."""
    parts = []
    if metadata.HasField("incumbent"):
        parts.append(f"plan {metadata.incumbent:,.1f}")
    if metadata.HasField("bound"):
        parts.append(f"at most {metadata.bound:,.1f}")
    if metadata.HasField("gap"):
        parts.append(f"gap {words.percent(metadata.gap, 2)}")
    return "  ".join(parts)


class _Lines:
    """One line whenever something changed."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = ""

    def __call__(self, metadata: ProposePlanMetadata) -> None:
        line = f"{words.phase(metadata.phase)}  {found(metadata)}".rstrip()
        if line != self._last:
            self._last = line
            self._console.print(line)
