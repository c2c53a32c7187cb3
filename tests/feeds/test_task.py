"""The Prefect task: one run a feed, named for it, with one line in the log and no retry."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from prefect import flow
from prefect.cache_policies import NO_CACHE
from prefect.logging import disable_run_logger
from prefect.settings import PREFECT_API_URL, temporary_settings

from config.settings import Settings
from newsroom.replies import Reply
from newsroom.server import serve_routes
from tasks.feeds.fetch import shared_fetcher
from tasks.feeds.task import read_feed_task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from config.feeds import Feed
    from tasks.feeds.records import FeedReading
    from tests.flows.server import Prefect

ITEM = "<item><title>T</title><link>/1</link></item>"


@pytest.fixture
def settings() -> Iterator[Settings]:
    """Return settings without pauses."""
    settings = Settings(allowed_hosts=("127.0.0.1",), per_host_delay_seconds=0)
    yield settings
    shared_fetcher(settings).close()


def test_the_task_reads_a_feed(feed: Feed, settings: Settings, rss: Callable[..., bytes]) -> None:
    with serve_routes({"/feed": Reply(200, {}, rss(ITEM))}) as newsroom, disable_run_logger():
        reading = read_feed_task.fn(
            feed.model_copy(update={"url": newsroom.base_url + "/feed"}), None, settings
        )
    assert (reading.outcome, len(reading.entries)) == ("fetched", 1)


def test_a_run_is_named_for_its_feed_and_remembers_nothing(feed: Feed) -> None:
    assert str(read_feed_task.task_run_name).format(feed=feed) == "read feed: feed"
    assert (read_feed_task.cache_policy, read_feed_task.persist_result) == (NO_CACHE, False)
    assert read_feed_task.retries == 0


@pytest.mark.slow
def test_in_a_flow_each_feed_is_a_run_with_one_line(
    feed: Feed,
    settings: Settings,
    rss: Callable[..., bytes],
    caplog: pytest.LogCaptureFixture,
    prefect: Prefect,
) -> None:
    @flow
    def read_two(urls: list[str]) -> tuple[FeedReading, ...]:
        feeds = [feed.model_copy(update={"id": f"feed-{n}", "url": url}) for n, url in enumerate(urls)]
        return tuple(
            future.result() for future in [read_feed_task.submit(one, None, settings) for one in feeds]
        )

    with (
        temporary_settings({PREFECT_API_URL: prefect.api}),
        serve_routes({"/feed": Reply(200, {}, rss(ITEM))}) as newsroom,
        caplog.at_level(logging.INFO),
    ):
        readings = read_two([newsroom.base_url + "/feed", newsroom.base_url + "/gone"])
    assert [reading.outcome for reading in readings] == ["fetched", "failed"]
    lines = [record for record in caplog.records if "feed fetched" in record.getMessage()]
    assert sorted(line.levelname for line in lines) == ["INFO", "WARNING"]
    assert sorted(line.task_run_name for line in lines) == ["read feed: feed-0", "read feed: feed-1"]  # type: ignore[attr-defined]
    assert any("reason=http-404" in line.getMessage() for line in lines)
