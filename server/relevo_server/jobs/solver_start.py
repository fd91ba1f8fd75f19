"""Start the solver: nothing that its modules make is garbage, so that nobody looks for any while they are read."""

from __future__ import annotations

import gc


def main() -> None:
    """Serve one question."""
    gc.disable()
    from relevo_server.jobs.solver import main as serve

    gc.freeze()
    gc.enable()
    serve()


if __name__ == "__main__":
    main()
