"""A desk that is killed, as if its machine had lost power, when it takes up its second solve: its own program."""

import os
import signal
import sys
import threading
from dataclasses import replace
from itertools import count
from pathlib import Path

from relevo_server.jobs.child import Child
from relevo_server.jobs.desk import Desk
from relevo_server.usecases.proposing import Work
from tests.server.jobs.staged import StagedChild, empty_plan
from tests.server.world import CountingIds, open_ports

SOLVES = 1
FIRST_FREE_ID = 1_000


def main() -> None:
    taken: list[str] = []

    def make(work: Work) -> Child:
        taken.append(work.operation.name)
        if len(taken) > SOLVES:
            os.kill(os.getpid(), signal.SIGKILL)
        return StagedChild(empty_plan())

    ports = replace(open_ports(Path(sys.argv[1])), ids=CountingIds(count(FIRST_FREE_ID)))
    desk = Desk(ports, 1, make)
    desk.start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
