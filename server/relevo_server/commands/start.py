"""The `relevo` command: what takes long to be ready is started first; meanwhile the command line is read."""

from __future__ import annotations

import gc
import sys

from relevo_server.jobs.starting import start_ahead

SOLVING = ["offline", "propose"]
"""The command whose solver is started ahead."""


def main() -> None:
    """Run the command line; exit codes as in ``relevo_client.main``."""
    if sys.argv[1:3] == SOLVING:
        start_ahead()
    from relevo_client.main import main as run

    try:
        run()
    finally:
        # An interpreter that ends looks for garbage among all modules once more, which takes longer than all the rest.
        gc.freeze()


if __name__ == "__main__":
    main()
