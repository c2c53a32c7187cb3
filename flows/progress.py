"""How far a run in this process is: told to whoever watches it, the command line or nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Watcher(Protocol):
    """Someone who is told how far each stage is."""

    def begin(self, stage: str, total: int) -> None:
        """Learn that a stage of `total` steps begins."""

    def advance(self, stage: str) -> None:
        """Learn that one more step of the stage is done."""


class _Nobody:
    """The watcher when there is none."""

    def begin(self, stage: str, total: int) -> None:
        """Look away."""

    def advance(self, stage: str) -> None:
        """Look away."""


_watcher: ContextVar[Watcher] = ContextVar("watcher", default=_Nobody())  # noqa: B039 - it holds no state


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Tell `watcher` of all progress inside the block."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def tracked(items: Iterable[Item], stage: str, total: int) -> Iterator[Item]:
    """Yield the items, telling the watcher when each of the `total` has been dealt with."""
    watcher = _watcher.get()
    watcher.begin(stage, total)
    for item in items:
        yield item
        watcher.advance(stage)
