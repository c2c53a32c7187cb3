"""A batch of entries becomes outcomes: in order, archived, each with its article or its reason."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.settings import Settings
from newsroom.replies import Reply, document, drip, redirect, truncated
from newsroom.server import serve_newsroom, serve_routes
from tasks.articles.archive import Archive, iterate_archived
from tasks.articles.gather import gather_articles, read_response
from tasks.articles.lookup import read_archived
from tasks.feeds.fetch import Fetcher
from tests.articles.samples import sample_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsroom.replies import Request
    from tasks.articles.records import EntryOutcome
    from tasks.feeds.records import Entry, Response

HTML = "text/html; charset=utf-8"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests to loopback go there, whatever proxy this machine has."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Return an archive in the test's folder."""
    with closing(Archive(tmp_path)) as archive:
        yield archive


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """Return a fetcher without pauses and with little patience."""
    settings = Settings(
        allowed_hosts=("127.0.0.1",),
        per_host_delay_seconds=0,
        request_timeout_seconds=1,
        request_deadline_seconds=2,
    )
    with closing(Fetcher(settings)) as fetcher:
        yield fetcher


def reasons(outcomes: tuple[EntryOutcome, ...]) -> list[tuple[str, str, bool]]:
    return [
        (one.rejection.stage, one.rejection.reason, one.is_retryable)
        if one.rejection
        else ("", "", one.is_retryable)
        for one in outcomes
    ]


def test_outcomes_come_in_the_order_of_their_entries(
    page: Callable[..., bytes], entry: Callable[..., Entry], fetcher: Fetcher, archive: Archive
) -> None:
    def slow_first(request: Request) -> Reply:
        request.closing.wait(0.3 if request.path == "/0" else 0)
        return Reply(200, {"Content-Type": HTML}, page())

    with serve_routes({f"/{number}": slow_first for number in range(12)}) as server:
        entries = [entry(f"{server.base_url}/{number}") for number in range(12)]
        outcomes = gather_articles(entries, fetcher, archive)
    assert [one.entry for one in outcomes] == entries
    assert [one.article.url for one in outcomes if one.article] == [one.url for one in entries]


def test_each_failure_costs_its_entry_and_says_why(
    page: Callable[..., bytes], entry: Callable[..., Entry], fetcher: Fetcher, archive: Archive
) -> None:
    routes = {
        "/good": document(page(), HTML),
        "/gone": Reply(410),
        "/down": Reply(503),
        "/slow": drip([b"<p>"] * 100, 0.2),
        "/cut": truncated(page(), kept=100),
        "/pdf": Reply(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"),
        "/shell": Reply(200, {"Content-Type": HTML}, b"<div id='root'></div><script src='/a.js'></script>"),
        "/moved-home": redirect("/"),
        "/": document(page(), HTML),
        "/moved": redirect("/good"),
        "/loop": redirect("/loop"),
    }
    with serve_routes(routes) as server:
        paths = (
            "/good",
            "/gone",
            "/down",
            "/slow",
            "/cut",
            "/pdf",
            "/shell",
            "/moved-home",
            "/moved",
            "/loop",
        )
        entries = [entry(server.base_url + path) for path in paths]
        outcomes = gather_articles([*entries, entry("")], fetcher, archive)
    assert reasons(outcomes) == [
        ("", "", False),
        ("page", "http-410", False),
        ("page", "http-503", True),
        ("page", "deadline", True),
        ("page", "incomplete", True),
        ("article", "not-html", False),
        ("article", "script-shell", False),
        ("page", "redirected-home", False),
        ("", "", False),
        ("page", "too-many-redirects", False),
        ("page", "no-url", False),
    ]
    assert all((one.article is None) != (one.rejection is None) for one in outcomes)
    subjects = [one.rejection.subject for one in outcomes if one.rejection]
    assert subjects[0] == entries[1].url
    assert subjects[-1] == str(outcomes[-1].entry.entry_id)


def test_each_response_is_archived_whatever_becomes_of_it(
    page: Callable[..., bytes],
    entry: Callable[..., Entry],
    fetcher: Fetcher,
    archive: Archive,
    tmp_path: Path,
) -> None:
    routes = {
        "/good": document(page(), HTML),
        "/pdf": Reply(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"),
        "/gone": Reply(404),
    }
    with serve_routes(routes) as server:
        gather_articles([entry(server.base_url + path) for path in routes], fetcher, archive)
        good = read_archived(tmp_path, server.base_url + "/good")
    assert good
    assert good.body == page()
    assert ("Content-Encoding", "gzip") in good.headers
    assert len(list(iterate_archived(tmp_path))) == 2


def test_an_archived_response_is_read_as_the_one_fetched(
    page: Callable[..., bytes],
    entry: Callable[..., Entry],
    fetcher: Fetcher,
    archive: Archive,
    tmp_path: Path,
) -> None:
    with serve_routes({"/good": document(page().replace(b"utf-8", b""), HTML)}) as server:
        known = entry(f"{server.base_url}/good")
        (outcome,) = gather_articles([known], fetcher, archive)
    archived = read_archived(tmp_path, known.url)
    assert archived
    assert read_response(known, archived) == outcome


def test_pages_of_several_hosts_are_fetched_at_the_same_time(
    page: Callable[..., bytes], entry: Callable[..., Entry], archive: Archive
) -> None:
    together = threading.Barrier(2, timeout=5)

    def wait_for_the_other(_: Request) -> Reply:
        together.wait()
        return Reply(200, {"Content-Type": HTML}, page())

    routes = {"/1": wait_for_the_other}
    settings = Settings(allowed_hosts=("127.0.0.1",), per_host_delay_seconds=0)
    with serve_routes(routes) as one, serve_routes(routes) as other, closing(Fetcher(settings)) as fetcher:
        outcomes = gather_articles([entry(f"{host.base_url}/1") for host in (one, other)], fetcher, archive)
    assert all(outcome.article for outcome in outcomes)


def test_few_pages_are_read_at_once_however_many_are_fetched(
    page: Callable[..., bytes],
    entry: Callable[..., Entry],
    fetcher: Fetcher,
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading: list[Entry] = []
    counts: list[int] = []

    def read(one: Entry, response: Response) -> EntryOutcome:
        reading.append(one)
        counts.append(len(reading))
        time.sleep(0.05)
        reading.remove(one)
        return read_response(one, response)

    monkeypatch.setattr("tasks.articles.gather.read_response", read)
    routes = {f"/{number}": document(page(), HTML) for number in range(12)}
    with serve_routes(routes) as server:
        entries = [entry(f"{server.base_url}/{number}") for number in range(12)]
        assert all(one.article for one in gather_articles(entries, fetcher, archive))
    assert len(counts) == 12
    assert max(counts) == 2


def test_no_entries_no_outcomes(fetcher: Fetcher, archive: Archive) -> None:
    assert gather_articles([], fetcher, archive) == ()


def test_the_feed_s_date_counts_where_the_page_has_none(
    page: Callable[..., bytes], entry: Callable[..., Entry], fetcher: Fetcher, archive: Archive, now: object
) -> None:
    with serve_routes({"/good": document(page(), HTML)}) as server:
        known = replace(entry(f"{server.base_url}/good"), published_at=now)  # type: ignore[arg-type]
        (outcome,) = gather_articles([known], fetcher, archive)
    assert outcome.article
    assert (outcome.article.published_at, outcome.article.date_basis) == (now, "feed")


def test_a_whole_batch_of_the_sample_newsroom(entry: Callable[..., Entry], archive: Archive) -> None:
    settings = Settings(allowed_hosts=("127.0.0.1",), per_host_delay_seconds=0)
    with serve_newsroom() as server, closing(Fetcher(settings)) as fetcher:
        samples = sample_articles()[:25]
        entries = [entry(sample.url.replace("http://127.0.0.1:8000", server.base_url)) for sample in samples]
        started = time.monotonic()
        outcomes = gather_articles(entries, fetcher, archive)
    assert time.monotonic() - started < 60
    assert Counter(reasons(outcomes)) == {("", "", False): 25}
    texts = [one.article.text for one in outcomes if one.article]
    assert texts == ["\n".join(sample.article.paragraphs) for sample in samples]


def test_a_page_inside_of_the_own_network_is_rejected_with_the_reason(
    page: Callable[..., bytes], entry: Callable[..., Entry], archive: Archive
) -> None:
    with (
        serve_routes({"/good": document(page(), HTML)}) as server,
        closing(Fetcher(Settings(per_host_delay_seconds=0))) as fetcher,
    ):
        outcomes = gather_articles([entry(server.base_url + "/good")], fetcher, archive)
        assert not server.visits
    assert reasons(outcomes) == [("page", "private-address", False)]


def test_a_page_that_robots_may_not_have_is_rejected_and_one_that_may_be_allowed_tomorrow_waits(
    page: Callable[..., bytes], entry: Callable[..., Entry], fetcher: Fetcher, archive: Archive
) -> None:
    shut = Reply(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /good\n")
    with (
        serve_routes({"/robots.txt": shut, "/good": document(page(), HTML)}) as one,
        serve_routes({"/robots.txt": Reply(500), "/good": document(page(), HTML)}) as other,
    ):
        entries = [entry(server.base_url + "/good") for server in (one, other)]
        outcomes = gather_articles(entries, fetcher, archive)
    assert reasons(outcomes) == [("page", "robots", False), ("page", "robots-unavailable", True)]
