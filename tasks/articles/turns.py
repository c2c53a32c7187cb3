"""Few threads for the work of many callers, who are served in the order in which they came."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from queue import PriorityQueue
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


class Turns:
    """Threads that do what callers ask for: whose turn is lower goes first, whenever it is asked."""

    def __init__(self, threads: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._waiting: PriorityQueue[tuple[int, int, Future[Any], Callable[[], Any]]] = PriorityQueue()
        self._turns, self._numbers = count(1), count(1)

    @property
    def waiting(self) -> int:
        """How many calls nobody has begun with."""
        return self._waiting.qsize()

    def next_turn(self) -> int:
        """Return a turn behind all that were given so far."""
        return next(self._turns)

    def do(self, work: Callable[[], Answer], turn: int) -> Answer:
        """Return what the work returns, or raise what it raises, after a thread has done it."""
        done: Future[Answer] = Future()
        self._waiting.put((turn, next(self._numbers), done, work))
        self._pool.submit(self._do_next)
        return done.result()

    def _do_next(self) -> None:
        _, _, done, work = self._waiting.get_nowait()  # there is one for each call
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is raised where it was asked for
            done.set_exception(error)
