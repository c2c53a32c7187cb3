"""The same night with its texts read by threads, by processes and by a Dask cluster: the same tables."""

from __future__ import annotations

import sys
from concurrent.futures import Future
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from config.settings import Settings
from flows.runners import as_done, extraction_runner, piped
from newsroom.server import serve_newsroom
from tasks.errors import ConfigError
from tests.flows.conftest import list_feeds
from tests.flows.test_nightly import few_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsroom.server import Newsroom
    from tests.flows.conftest import Night

no_dask = pytest.mark.skipif(find_spec("prefect_dask") is None, reason="no prefect-dask here")


def test_a_pair_comes_as_soon_as_its_second_step_is_done() -> None:
    first: list[Future[str]] = [Future(), Future()]
    second: dict[str, Future[str]] = {}

    def then(value: str, number: int) -> Future[str]:
        assert value == "ab"[number - 1]
        second[value] = Future()
        if value == "b":
            second[value].set_result("B")
        return second[value]

    pairs: Any = piped(first, then)  # type: ignore[arg-type]  # as much of a future as it takes
    for future, value in zip(first, "ab", strict=True):
        future.set_result(value)
    assert next(pairs) == ("b", "B")
    second["a"].set_result("A")
    assert list(pairs) == [("a", "A")]


def test_an_error_of_either_step_is_raised() -> None:
    failed: Future[str] = Future()
    failed.set_exception(ValueError("no"))
    done: Future[str] = Future()
    done.set_result("a")
    for first, second in ((failed, done), (done, failed)):
        with pytest.raises(ValueError, match="no"):
            list(piped([first], lambda _, __, then=second: then))  # type: ignore[misc, list-item]


def test_no_more_futures_are_made_than_may_wait() -> None:
    made: list[Future[int]] = []

    def make() -> Iterator[Future[int]]:
        for number in range(5):
            made.append(Future())
            made[-1].set_result(number)
            yield made[-1]

    results = as_done(make(), 2)  # type: ignore[arg-type]
    assert next(results) == 0
    assert len(made) == 2
    assert list(results) == [1, 2, 3, 4]


def test_a_runner_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prefect_dask", None)
    with pytest.raises(ConfigError, match="pip install 'geostance\\[dask\\]'"):
        extraction_runner(Settings(runner="dask"))  # type: ignore[call-arg]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    """Yield one newsroom for all: articles are known by their address."""
    with serve_newsroom(few_articles(1)) as newsroom:
        yield newsroom


@pytest.fixture(scope="module")
def read_by(
    newsroom: Newsroom, make_night: Callable[[Path, Path], Night], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Night]:
    """Return a function that makes a night with a runner, once."""

    @cache
    def make(runner: str) -> Night:
        folder = tmp_path_factory.mktemp(runner)
        night = make_night(folder, folder / "feeds.yaml")
        list_feeds(night, newsroom)
        report = night.run(GEOSTANCE_RUNNER=runner, GEOSTANCE_WORKERS="2", GEOSTANCE_BATCH_SIZE="3")
        assert report["stance_count"] > 0
        return night

    return make


@pytest.mark.slow
@pytest.mark.parametrize("runner", ["process", pytest.param("dask", marks=no_dask)])
def test_every_runner_gives_the_same_tables(
    read_by: Callable[[str], Night], contents: Callable[[Path], object], runner: str
) -> None:
    assert contents(read_by(runner).warehouse) == contents(read_by("thread").warehouse)
