"""The hostile inputs of the labelled data, one and all: what becomes of each, and that none stops a night."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from config.feeds import Feed
from config.gazetteer import load_gazetteer
from config.settings import CONFIG_FOLDER, Settings
from newsroom.replies import Reply
from newsroom.server import serve_routes
from tasks.articles.archive import Archive
from tasks.articles.gather import gather_articles
from tasks.feeds.fetch import Fetcher
from tasks.feeds.read import read_feed
from tasks.stances.extractor import extract_articles, load_extractor
from tasks.tables.ledger import pending_entries
from tasks.tables.load import load_batch, load_readings
from tasks.tables.reference import sync_reference
from tasks.tables.runs import recorded_run, run_checks, run_report
from tests.nasty.test_generated import MOST_MEGABYTES, MOST_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsroom.server import Newsroom
    from tests.nasty.conftest import Judge

pytestmark = pytest.mark.shared
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
# Read as a feed where it is one, else as a page.
OUTCOMES = {
    "01a_guid_slug_v1.xml": "feed 1+0",
    "01b_guid_slug_v2.xml": "feed 1+0",
    "01c_one_guid_for_all.xml": "feed 10+0",
    "01d_no_guid_no_link_no_date.xml": "feed 0+2",
    "02_dates.xml": "feed 13+0",
    "03a_doctype_backslash.xml": "feed 1+0",
    "03b_charref_out_of_range.xml": "feed 1+0",
    "03c_charref_surrogate.xml": "feed 1+0",
    "03d_truncated.xml": "feed 2+0",
    "03e_control_and_amp.xml": "feed 1+0",
    "03f_dup_attribute.xml": "feed 1+0",
    "03g_billion_laughs.xml": "feed 0+0",
    "03h_xxe.xml": "feed 0+0",
    "04a_empty_200.xml": "empty",
    "04b_challenge_200.html": "no-text",
    "04c_soft404_homepage.html": "no-text",
    "05_gzip_bomb_512MiB.xml.gz": "not-html",
    "06a_cp1251_no_declaration.xml": "feed 1+0",
    "06b_cp1251_declared_utf8.xml": "feed 1+0",
    "06c_utf16le_bom.xml": "feed 1+0",
    "06d_iso8859_9.html": "article 12",
    "06e_robots_bom.txt": "no-text",
    "07a_js_shell.html": "script-shell",
    "07b_paywall_teaser.html": "teaser",
    "07c_consent_wall.html": "consent-wall",
    "07d_related_at_end.html": "article 102",
    "08a_wire_original.html": "article 79",
    "08b_wire_cut.html": "article 58",
    "08c_wire_with_own_lead.html": "article 70",
    "08d_syndicated_canonical.html": "article 79",
    "09a_edit_v1.html": "article 70",
    "09b_edit_v2.html": "article 79",
    "09c_noise_only.html": "article 70",
    "10a_200k_links.html": "too-complex",
    "10b_100k_attributes.html": "too-complex",
    "10c_100k_nested_div.html": "too-complex",
    "10d_5k_nested_article.html": "too-complex",
}
# The same, asked of a server: as feeds, which fail, and as pages, which are rejected.
FAILED_FEEDS = {
    "04a_empty_200.xml": "empty",
    "04b_challenge_200.html": "html",
    "04c_soft404_homepage.html": "html",
    "05_gzip_bomb_512MiB.xml.gz": "too-large",
    "06e_robots_bom.txt": "not-a-feed",
}
REJECTED_PAGES = {"05_gzip_bomb_512MiB.xml.gz": "too-large", "04a_empty_200.xml": "no-text"}


def test_every_file_is_in_the_table(shared: Path) -> None:
    assert {path.name for path in (shared / "nasty").iterdir()} - {"README.md"} == set(OUTCOMES)


@pytest.mark.parametrize(("name", "outcome"), OUTCOMES.items(), ids=OUTCOMES)
def test_what_becomes_of_a_file(name: str, outcome: str, judge: Judge, shared: Path) -> None:
    found = judge.read(shared / "nasty" / name, "feed" if name.endswith(".xml") else "page")
    assert found.outcome == outcome
    assert found.seconds < MOST_SECONDS
    assert found.megabytes < MOST_MEGABYTES


@pytest.fixture
def served(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    """Yield a server of all files, and of a feed that links to each of them."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    routes = {f"/{name}": _reply(shared / "nasty" / name) for name in OUTCOMES}
    with serve_routes(routes) as newsroom:
        items = "".join(
            f"<item><title>{name}</title><link>{newsroom.base_url}/{name}</link></item>" for name in OUTCOMES
        )
        feed = f"<rss version='2.0'><channel><title>Nasty</title>{items}</channel></rss>"
        newsroom.add_routes({"/feed": Reply(200, {"Content-Type": "application/rss+xml"}, feed.encode())})
        yield newsroom


def _reply(path: Path) -> Reply:
    headers = {"Content-Encoding": "gzip"} if path.suffix == ".gz" else {}
    return Reply(200, headers, path.read_bytes())


@pytest.mark.slow
def test_none_of_them_stops_a_night(served: Newsroom, tmp_path: Path) -> None:
    """As feeds and as pages, from the server to the tables: each is counted, with its reason."""
    settings = Settings(allowed_hosts=("127.0.0.1",), per_host_delay_seconds=0)
    feeds = [
        _feed(served, "feed", "feed"),
        *(_feed(served, f"f{n}", name) for n, name in enumerate(OUTCOMES)),
    ]
    warehouse, fetcher, archive = tmp_path / "w.duckdb", Fetcher(settings), Archive(tmp_path / "archive")
    with recorded_run(warehouse, flow_run=None, now=lambda: NOW) as run_id:
        sync_reference(warehouse, feeds, load_gazetteer(CONFIG_FOLDER))
        readings = tuple(read_feed(feed, None, fetcher, NOW) for feed in feeds)
        load_readings(warehouse, run_id, readings)
        own = [one for one in pending_entries(warehouse, 5) if one.feed_id == "feed"]
        outcomes = gather_articles(own, fetcher, archive)
        articles = [one.article for one in outcomes if one.article]
        load_batch(warehouse, run_id, outcomes, extract_articles(articles, load_extractor()), NOW)
        run_checks(warehouse, run_id)
    archive.close()
    fetcher.close()
    report = run_report(warehouse, run_id)
    names = dict(zip((feed.id for feed in feeds), ("feed", *OUTCOMES), strict=True))
    failed = {names[one.feed_id]: one.reason for one in readings if one.outcome == "failed"}
    pages = {name for name in OUTCOMES if name.endswith(".html")}
    assert {name: failed[name] for name in FAILED_FEEDS} == FAILED_FEEDS
    assert {name for name, reason in failed.items() if reason == "html"} == pages
    assert (len(own), report.loaded_count + report.rejected_count) == (len(OUTCOMES), len(OUTCOMES))
    rejected = {one.entry.title: one.rejection.reason for one in outcomes if one.rejection}
    assert {name: rejected[name] for name in REJECTED_PAGES} == REJECTED_PAGES
    for name in pages & rejected.keys():
        assert rejected[name] == OUTCOMES[name]
    assert not report.errors


def _feed(newsroom: Newsroom, identifier: str, name: str) -> Feed:
    return Feed(
        id=identifier, name=name, url=f"{newsroom.base_url}/{name}", country="DEU", language="en",
        kind="independent",
    )  # fmt: skip
