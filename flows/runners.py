"""Where texts are read: threads of this process, processes, or a Dask cluster; the rest stays here."""

from __future__ import annotations

from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar, cast

from prefect.futures import PrefectFuture
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from config.settings import Settings

First = TypeVar("First")
Second = TypeVar("Second")
Runner = TaskRunner[PrefectFuture[Any]]
MOST_WAITING = 64  # threads


def extraction_runner(settings: Settings) -> Runner:
    """Return the task runner that the settings name, with as many workers; use it in a `with` block.

    Each of its processes loads model and gazetteer once. Raises ConfigError where it is not installed.
    """
    if settings.runner == "thread":
        return cast("Runner", ThreadPoolTaskRunner[Any](max_workers=settings.workers))
    if settings.runner == "process":
        return cast("Runner", ProcessPoolTaskRunner(max_workers=settings.workers))
    return _local_cluster(settings.workers)


def waiting_runner(count: int) -> Runner:
    """Return the task runner of so many visits to servers; use it in a `with` block.

    A visit waits for its server's turn in a thread, and the fetcher sees to it that only a few ask at
    once: with no more threads than those, a server with many feeds kept the others waiting.
    """
    return cast("Runner", ThreadPoolTaskRunner[Any](max_workers=max(1, min(count, MOST_WAITING))))


def _local_cluster(workers: int) -> Runner:
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise ConfigError("runner dask needs prefect-dask: pip install 'geostance[dask]'") from error
    # One thread a worker: the classifier's own are one as well. No dashboard: it listens on a port.
    cluster = {
        "n_workers": workers,
        "threads_per_worker": 1,
        "processes": True,
        "host": "127.0.0.1",
        "dashboard_address": None,
    }
    return cast("Runner", DaskTaskRunner(cluster_kwargs=cluster))


def piped(
    futures: Iterable[PrefectFuture[First]], then: Callable[[First, int], PrefectFuture[Second]]
) -> Iterator[tuple[First, Second]]:
    """Yield the result of each future, and that of what `then` makes of it, as the latter is done.

    `then` is given the result and the future's number, from 1. Results are handed on as values, so that the
    second step may run elsewhere than the first.
    """
    done: SimpleQueue[PrefectFuture[Any]] = SimpleQueue()
    first = {future: number for number, future in enumerate(futures, 1)}
    for begun in first:
        begun.add_done_callback(done.put)
    made_from: dict[PrefectFuture[Any], First] = {}
    for _ in range(2 * len(first)):
        future = done.get()
        if future in made_from:
            made: Second = future.result()
            yield made_from.pop(future), made
            continue
        result: First = future.result()
        second = then(result, first[future])
        made_from[second] = result
        second.add_done_callback(done.put)


def as_done(futures: Iterator[PrefectFuture[First]], ahead: int) -> Iterator[First]:
    """Yield the results of futures as they are done, of which at most `ahead` are taken before that."""
    done: SimpleQueue[PrefectFuture[First]] = SimpleQueue()
    waiting = 0
    while True:
        for future in islice(futures, ahead - waiting):
            future.add_done_callback(done.put)
            waiting += 1
        if not waiting:
            return
        yield done.get().result()
        waiting -= 1
