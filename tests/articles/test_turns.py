"""Work of many callers is done in the order in which they came, not in that in which it was handed over."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tasks.articles.turns import Turns

SECONDS = 10


def test_whoever_came_first_is_served_first() -> None:
    turns = Turns(1, "test")
    first, second = turns.next_turn(), turns.next_turn()
    done: list[str] = []
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        over.wait(SECONDS)

    with ThreadPoolExecutor(5) as callers:
        callers.submit(turns.do, hold, first)
        assert begun.wait(SECONDS)
        waiting = [
            callers.submit(turns.do, partial(done.append, name), turn)
            for name, turn in (("c", second), ("d", second), ("a", first), ("b", first))
        ]
        while turns.waiting < len(waiting):
            time.sleep(0.001)
        over.set()
    assert sorted(done[:2]) == ["a", "b"]
    assert sorted(done[2:]) == ["c", "d"]


def test_what_the_work_raises_is_raised_where_it_was_asked_for() -> None:
    turns = Turns(1, "test")
    with pytest.raises(ZeroDivisionError):
        turns.do(lambda: 1 // 0, turns.next_turn())
    assert turns.do(lambda: 1, turns.next_turn()) == 1
