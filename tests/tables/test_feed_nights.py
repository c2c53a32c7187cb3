"""Nights in a row against a server: what is remembered of a feed lies in the warehouse in between."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from config.feeds import Feed
from config.settings import Settings
from newsroom.replies import Reply, document
from newsroom.server import serve_routes
from tasks.feeds.fetch import Fetcher
from tasks.feeds.read import read_feed
from tasks.tables.ledger import feed_states
from tasks.tables.load import load_readings
from tasks.tables.publish import publish
from tasks.tables.runs import open_run, run_report
from warehouse.store import query

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tasks.tables.records import FeedVisit

FEED = document(
    b"<rss version='2.0'><channel><title>t</title>"
    b"<item><title>T</title><link>/1</link></item></channel></rss>",
    "application/rss+xml",
)
HEALTH = (
    "select visits, failed, failure_weight, wait_reason from feed_health(days := 36500) where feed_id = 'bbc'"
)
START = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)


@pytest.fixture
def night(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], FeedVisit]:
    """Return a function that reads a feed on the nth night, and loads what it found."""
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    settings = Settings(allowed_hosts=("127.0.0.1",), per_host_delay_seconds=0)

    def run(url: str, day: int) -> FeedVisit:
        now = START + timedelta(days=day)
        feed = Feed(id="bbc", name="BBC", url=url, country="GBR", language="en", kind="independent")
        run_id = open_run(warehouse, flow_run=None, now=now)
        with closing(Fetcher(settings)) as fetcher:
            reading = read_feed(feed, feed_states(warehouse).get("bbc"), fetcher, now)
        load_readings(warehouse, run_id, (reading,))
        [visit] = run_report(warehouse, run_id).visits
        return visit

    return run


def test_a_feed_that_fails_is_left_alone_shows_so_and_comes_back(
    warehouse: Path, night: Callable[[str, int], FeedVisit], tmp_path: Path
) -> None:
    with serve_routes({"/rss": FEED}) as server:
        url = server.base_url + "/rss"
        outcomes = [night(url, 0).outcome, night(url, 1).outcome]
        server.add_routes({"/rss": Reply(400)})
        outcomes += [night(url, day).outcome for day in range(2, 6)]
        published = publish(warehouse, tmp_path / "published", START)
        assert query(published, HEALTH)[1] == [(5, 3, 3.0, "backing-off")]
        server.add_routes({"/rss": FEED})
        outcomes.append(night(url, 6).outcome)
        assert server.count("/rss") == len([one for one in outcomes if one != "skipped"])
    assert outcomes == ["fetched", "unchanged", "failed", "failed", "failed", "skipped", "unchanged"]


def test_an_address_edited_in_the_list_is_asked_at_once_and_for_the_whole_feed(
    night: Callable[[str, int], FeedVisit],
) -> None:
    with serve_routes({"/rss": FEED, "/new": FEED, "/gone": Reply(410)}) as server:
        assert night(server.base_url + "/rss", 0).outcome == "fetched"
        assert night(server.base_url + "/new", 1).outcome == "fetched"
        assert [night(server.base_url + "/gone", day).outcome for day in range(2, 6)] == [
            "failed", "failed", "failed", "skipped",
        ]  # fmt: skip
        assert night(server.base_url + "/rss", 6).outcome == "fetched"
