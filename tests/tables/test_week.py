"""Seven nights of sixty feeds: after each the tables hold exactly what there was to be had."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from config.settings import Settings
from newsroom.server import serve_routes
from tasks.articles.archive import Archive
from tasks.articles.gather import gather_articles
from tasks.articles.records import EntryOutcome
from tasks.articles.revisit import compare_outcomes
from tasks.feeds.fetch import Fetcher
from tasks.feeds.read import read_feed
from tasks.stances.records import Extraction
from tasks.tables.ledger import due_revisits, feed_states, pending_entries, stored_articles
from tasks.tables.load import load_batch, load_readings, load_revisits
from tasks.tables.reference import sync_reference
from tasks.tables.runs import close_run, open_run, run_checks
from tasks.tables.stories import assign_stories
from tests.tables.week import FEEDS, NIGHTS, START, Week
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from pathlib import Path

    from config.feeds import Feed
    from config.gazetteer import Gazetteer


HELD = {
    "articles": "select canonical_url, revision, text from core.article "
    "join core.article_text using (article_id)",
    "pending": "select url, 0, '' from ops.entry where state = 'pending'",
    "revisits": "select url, count(*), any_value(v.state) from ops.revisit as v "
    "join ops.entry using (entry_id) group by url",
}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return Settings(allowed_hosts=("127.0.0.1",), per_host_delay_seconds=0)


def spend_night(warehouse: Path, feeds: list[Feed], night: int, settings: Settings) -> None:
    """Do what the nightly flow does, without Prefect and without reading stances."""
    now = START + timedelta(days=night)
    run_id = open_run(warehouse, flow_run=None, now=now)
    sync_reference(warehouse, feeds, _no_gazetteer())
    states = feed_states(warehouse)
    with closing(Fetcher(settings)) as fetcher, closing(Archive(warehouse.parent / "archive")) as archive:
        readings = tuple(read_feed(feed, states.get(feed.id), fetcher, now) for feed in feeds)
        load_readings(warehouse, run_id, readings, revisit_days=7)
        outcomes = gather_articles(pending_entries(warehouse, 5), fetcher, archive)
        load_batch(warehouse, run_id, outcomes, _read(outcomes), now)
        led_to = {entry.entry_id: article_id for entry, article_id in due_revisits(warehouse, 200).items()}
        again = gather_articles(tuple(due_revisits(warehouse, 200)), fetcher, archive)
        revisits = tuple(compare_outcomes(again, led_to, stored_articles(warehouse, led_to.values())))
    revised = tuple(EntryOutcome(one.entry, one.article, None) for one in revisits if one.article)
    load_revisits(warehouse, run_id, revisits, _read(revised), now)
    assign_stories(warehouse, now, 7)
    broken = [one for one in run_checks(warehouse, run_id) if one.severity == "error" and one.bad_count]
    assert broken == []
    close_run(warehouse, run_id, "complete", now)


def _read(outcomes: tuple[EntryOutcome, ...]) -> tuple[Extraction, ...]:
    return tuple(Extraction(one.article.article_id, "none", ()) for one in outcomes if one.article)


def _no_gazetteer() -> Gazetteer:
    return SimpleNamespace(actors=(), leaders=(), memberships=(), issues=())  # type: ignore[return-value]


def by_path(warehouse: Path, sql: str) -> dict[str, tuple[Any, ...]]:
    with open_warehouse(warehouse) as connection:
        rows = connection.execute(sql).fetchall()
    assert len({row[0] for row in rows}) == len(rows)
    return {urlsplit(row[0]).path: row[1:] for row in rows}


def visits_of(warehouse: Path, run_id: int) -> list[tuple[Any, ...]]:
    with open_warehouse(warehouse) as connection:
        return connection.execute(
            "select feed_id, outcome, reason from ops.feed_visit where run_id = $run", {"run": run_id}
        ).fetchall()


def test_a_week_of_feeds_ends_with_its_truth(tmp_path: Path, settings: Settings) -> None:
    warehouse, week = tmp_path / "geostance.duckdb", Week()
    with serve_routes(week.routes()) as server:  # type: ignore[arg-type]
        feeds = week.listed(server.base_url)
        for night in range(NIGHTS):
            week.night = night
            spend_night(warehouse, feeds, night, settings)
            assert {name: by_path(warehouse, sql) for name, sql in HELD.items()} == week.truth(night)
            visits = {feed: (outcome, reason) for feed, outcome, reason in visits_of(warehouse, night + 1)}
            assert visits == {f"feed{feed}": week.outcome(feed, night) for feed in range(FEEDS)}
    with open_warehouse(warehouse) as connection:
        [(stories, articles)] = connection.execute(
            "select count(distinct story_id), count(*) from core.article"
        ).fetchall()
        [(before,)] = connection.execute("select count(*) from core.revision").fetchall()
    assert stories == articles
    assert before == FEEDS // 10
