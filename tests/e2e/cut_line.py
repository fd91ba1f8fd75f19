"""A line to a server that is cut after some bytes, as often as told."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

_BLOCK_BYTES = 16_384


class CutLine:
    """Forwards connections to an address; ends each after its number of bytes towards the server, the last never.

    Attributes:
        address: Where to call.
        cuts: How often the line was cut.
    """

    def __init__(self, target: str, lengths: list[int]) -> None:
        host, _, port = target.rpartition(":")
        self._target = (host, int(port))
        self._lengths = lengths
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = "{}:{}".format(*self._listening.getsockname())
        self.cuts = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes who waits for one
        self._listening.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(self._target)
                left = self._lengths.pop(0) if self._lengths else None
                threading.Thread(target=self._forward, args=(near, far, left), daemon=True).start()
                threading.Thread(target=self._forward, args=(far, near, None), daemon=True).start()

    def _forward(self, source: socket.socket, sink: socket.socket, left: int | None) -> None:
        is_cut = False
        with contextlib.suppress(OSError):
            while not is_cut and (block := source.recv(_BLOCK_BYTES)):
                if left is not None:
                    block, is_cut = block[:left], len(block) >= left
                    left -= len(block)
                sink.sendall(block)
        self.cuts += is_cut
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextlib.contextmanager
def cut_line(target: str, lengths: list[int]) -> Iterator[CutLine]:
    """A line that is open while the context lasts."""
    line = CutLine(target, lengths)
    try:
        yield line
    finally:
        line.close()
