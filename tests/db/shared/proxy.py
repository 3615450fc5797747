"""A network between desktops and their server that can be cut, be slow, or swallow everything."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from typing import ClassVar


class Proxy:
    """Forwards a port of this computer to another, as long as it is let."""

    #: all that are open
    opened: ClassVar[list[Proxy]] = []

    def __init__(self, port: int) -> None:
        self._to = port
        self._ways: list[socket.socket] = []
        self._swallows = threading.Event()
        self._cut = threading.Event()
        #: how many bytes a second come from the server; None for all at once
        self.speed: float | None = None
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()
        self.opened.append(self)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                came, _ = self._door.accept()
                if self._cut.is_set():
                    came.close()
                    continue
                try:
                    there = socket.create_connection(("127.0.0.1", self._to))
                except OSError:
                    came.close()
                    continue
                self._ways += [came, there]
                for one, other, slows in ((came, there, False), (there, came, True)):
                    carried = threading.Thread(target=self._carry, args=(one, other, slows))
                    carried.daemon = True
                    carried.start()

    def _carry(self, one: socket.socket, other: socket.socket, slows: bool) -> None:
        with suppress(OSError):
            while words := one.recv(16384 if slows else 65536):
                if slows and self.speed is not None:
                    time.sleep(len(words) / self.speed)
                if not self._swallows.is_set():
                    other.sendall(words)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """Every connection ends, and no new one is made."""
        self._cut.set()
        ways, self._ways = self._ways, []
        for way in ways:
            with suppress(OSError):
                way.shutdown(socket.SHUT_RDWR)
            way.close()

    def mend(self) -> None:
        """Connections can be made again; those that were swallowed have ended."""
        self._swallows.clear()
        self.cut()
        self._cut.clear()

    def swallow(self) -> None:
        """Everything sent from now on is lost, and nobody is told."""
        self._swallows.set()

    def close(self) -> None:
        if self in self.opened:
            self.opened.remove(self)
        self._door.close()
        self.cut()
