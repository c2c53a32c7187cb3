"""The Prefect task: one run a batch, named for it, with one line in the log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from prefect import flow
from prefect.cache_policies import NO_CACHE
from prefect.logging import disable_run_logger
from prefect.settings import PREFECT_API_URL, temporary_settings

from config.settings import Settings
from newsroom.replies import Reply, document
from newsroom.server import serve_routes
from tasks.articles.archive import iterate_archived, shared_archive
from tasks.articles.task import gather_articles_task
from tasks.feeds.fetch import shared_fetcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tasks.articles.records import EntryOutcome
    from tasks.feeds.records import Entry
    from tests.flows.server import Prefect


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """Return settings without pauses, whose warehouse is in the test's folder."""
    settings = Settings(
        allowed_hosts=("127.0.0.1",), per_host_delay_seconds=0, warehouse=tmp_path / "geostance.duckdb"
    )
    yield settings
    shared_fetcher(settings).close()
    shared_archive(settings.archive_folder).close()


def test_the_task_gathers_and_archives_beside_the_warehouse(
    page: Callable[..., bytes], entry: Callable[..., Entry], settings: Settings, tmp_path: Path
) -> None:
    with serve_routes({"/1": document(page(), "text/html")}) as server, disable_run_logger():
        (outcome,) = gather_articles_task.fn((entry(f"{server.base_url}/1"),), settings, 1)
    assert outcome.article
    assert [one.body for one in iterate_archived(tmp_path / "archive")] == [page()]


def test_a_run_is_named_for_its_batch_and_remembers_nothing() -> None:
    assert str(gather_articles_task.task_run_name).format(batch_number=3) == "gather articles: batch 3"
    assert (gather_articles_task.cache_policy, gather_articles_task.persist_result) == (NO_CACHE, False)


@pytest.mark.slow
def test_in_a_flow_each_batch_is_a_run_with_one_line(
    page: Callable[..., bytes],
    entry: Callable[..., Entry],
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    prefect: Prefect,
) -> None:
    @flow
    def gather_two(batches: list[list[str]]) -> list[tuple[EntryOutcome, ...]]:
        futures = [
            gather_articles_task.submit(tuple(map(entry, urls)), settings, number)
            for number, urls in enumerate(batches, 1)
        ]
        return [future.result() for future in futures]

    routes = {"/1": document(page(), "text/html"), "/2": Reply(404)}
    with (
        temporary_settings({PREFECT_API_URL: prefect.api}),
        serve_routes(routes) as server,
        caplog.at_level(logging.INFO),
    ):
        first, second = (server.base_url + path for path in routes)
        outcomes = gather_two([[first, second], [second]])
    assert [[bool(one.article) for one in batch] for batch in outcomes] == [[True, False], [False]]
    lines = sorted(record.message for record in caplog.records if record.message.startswith("batch gathered"))
    assert lines == [
        "batch gathered batch=1 entries=2 articles=1 rejected=1 reasons=http-404:1",
        "batch gathered batch=2 entries=1 articles=0 rejected=1 reasons=http-404:1",
    ]
