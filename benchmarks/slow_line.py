"""A line between a desktop and its server on which every byte takes its time, and which counts how
often one waits for an answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable


class SlowLine:
    """Forwards a port of this computer; each way takes half of `round_trip` seconds, however much is
    under way. `trips` counts the questions after an answer, of every connection."""

    def __init__(self, port: int, round_trip: float) -> None:
        self._to, self._half = port, round_trip / 2
        self.trips = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        opening = asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._door = asyncio.run_coroutine_threadsafe(opening, self._loop).result()
        self.port: int = self._door.sockets[0].getsockname()[1]

    async def _serve(self, asks: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        there, to = await asyncio.open_connection("127.0.0.1", self._to)
        asked = False

        def question() -> None:
            nonlocal asked
            self.trips += not asked
            asked = True

        def answer() -> None:
            nonlocal asked
            asked = False

        try:
            await asyncio.gather(
                self._carry(asks, to, question), self._carry(there, answers, answer)
            )
        except (OSError, asyncio.CancelledError):
            pass  # it is over, whoever ended it
        finally:
            to.close()
            answers.close()

    async def _carry(
        self, one: asyncio.StreamReader, other: asyncio.StreamWriter, told: Callable[[], None]
    ) -> None:
        while words := await one.read(262_144):
            told()
            self._loop.call_later(self._half, _write, other, words)
        await asyncio.sleep(self._half)
        other.close()

    def close(self) -> None:
        """Let every connection end."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _end(self) -> None:
        self._door.close()
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def _write(other: asyncio.StreamWriter, words: bytes) -> None:
    if not other.is_closing():
        other.write(words)
