"""Visits to feeds: asked for, parsed, accounted for, remembered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from newsroom.replies import Reply, document, redirect
from newsroom.server import serve_newsroom, serve_routes
from tasks.feeds.read import read_feed
from tasks.feeds.records import FeedState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from config.feeds import Feed
    from newsroom.replies import Request
    from tasks.feeds.fetch import Fetcher
    from tasks.feeds.records import FeedReading

    Visit = Callable[..., FeedReading]

FAR = datetime(2099, 1, 1, tzinfo=UTC)
ITEM = "<item><title>T</title><link>/1</link></item>"
RSS = "application/rss+xml"


@pytest.fixture
def visit(feed: Feed, fetcher: Fetcher, now: datetime) -> Visit:
    """Return a visitor of a feed at an address."""

    def read(url: str, state: FeedState | None = None, later: timedelta = timedelta()) -> FeedReading:
        return read_feed(feed.model_copy(update={"url": url}), state, fetcher, now + later)

    return read


def validators(reading: FeedReading) -> tuple[str | None, str | None]:
    """Return what the next request would send along."""
    return reading.state.etag, reading.state.last_modified


def test_a_first_visit_a_second_without_news_and_a_third_with(
    visit: Visit, rss: Callable[..., bytes]
) -> None:
    with serve_routes({"/feed": document(rss(ITEM), RSS)}) as newsroom:
        first = visit(newsroom.base_url + "/feed")
        second = visit(newsroom.base_url + "/feed", first.state)
        newsroom.add_routes({"/feed": document(rss(ITEM, ITEM.replace("/1", "/2")), RSS)})
        third = visit(newsroom.base_url + "/feed", second.state)
    assert (first.outcome, first.status, first.reason, first.detail) == ("fetched", 200, "", "")
    assert [entry.url for entry in first.entries] == [newsroom.base_url + "/1"]
    assert first.state.etag is not None
    assert (second.outcome, second.status, second.entries, second.rejections) == ("unchanged", 304, (), ())
    assert second.state == first.state
    assert (third.outcome, len(third.entries)) == ("fetched", 2)
    assert third.entries[0] == first.entries[0]
    assert third.state.etag not in {None, first.state.etag}


def test_links_are_relative_to_where_the_feed_was_found(visit: Visit, rss: Callable[..., bytes]) -> None:
    with serve_routes(
        {"/old": redirect("/new/feed"), "/new/feed": Reply(200, {}, rss(ITEM.replace("/1", "1")))}
    ) as newsroom:
        found = visit(newsroom.base_url + "/old")
    assert found.entries[0].url == newsroom.base_url + "/new/1"
    assert found.url == newsroom.base_url + "/old"


@pytest.mark.parametrize(
    ("reply", "reason", "status"),
    [
        (Reply(404), "http-404", 404),
        (Reply(410), "http-410", 410),
        (Reply(429), "http-429", 429),
        (Reply(503), "http-503", 503),
        (Reply(200, {"ETag": '"x"'}, b""), "empty", 200),
        (Reply(200, {"ETag": '"x"'}, b"<!doctype html><title>Just a moment...</title>"), "html", 200),
        (Reply(200, {"ETag": '"x"', "Last-Modified": "now"}, b"{}"), "not-a-feed", 200),
        (Reply(200, {"ETag": '"x"', "Content-Encoding": "gzip"}, b"no"), "bad-encoding", None),
        (redirect("/feed"), "too-many-redirects", None),
        (redirect("file:///etc/passwd"), "bad-scheme", None),
    ],
)
def test_a_failure_is_a_reading_with_its_reason_and_the_old_state_stays(
    visit: Visit, reply: Reply, reason: str, status: int | None
) -> None:
    with serve_routes({"/feed": reply}) as newsroom:
        url = newsroom.base_url + "/feed"
        found = visit(url, FeedState("feed", '"old"', "Mon, 23 Nov 2026 10:00:00 GMT", url))
        fresh = visit(url)
    assert (found.outcome, found.reason, found.status) == ("failed", reason, status)
    assert (found.entries, found.rejections) == ((), ())
    assert validators(found) == ('"old"', "Mon, 23 Nov 2026 10:00:00 GMT")
    assert validators(fresh) == (None, None)
    assert found.state.failure_weight == fresh.state.failure_weight > 0
    assert found.fetched_at.utcoffset() is not None


def test_the_homepage_behind_a_permanent_redirect_is_a_failure(visit: Visit) -> None:
    home = Reply(200, {"Content-Type": "text/html"}, b"<html><head><title>Home</title></head></html>")
    with serve_routes({"/feed": redirect("/", 301), "/": home}) as newsroom:
        assert visit(newsroom.base_url + "/feed").reason == "html"


def test_validators_that_an_answer_no_longer_has_are_forgotten(
    visit: Visit, rss: Callable[..., bytes]
) -> None:
    with serve_routes(
        {"/feed": Reply(200, {"Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT"}, rss(ITEM))}
    ) as newsroom:
        url = newsroom.base_url + "/feed"
        found = visit(url, FeedState("feed", '"old"', None, url))
    assert found.state == FeedState("feed", None, "Mon, 23 Nov 2026 10:00:00 GMT", url)


def test_a_304_may_bring_a_new_validator(visit: Visit) -> None:
    with serve_routes({"/feed": Reply(304, {"ETag": '"new"'})}) as newsroom:
        url = newsroom.base_url + "/feed"
        found = visit(url, FeedState("feed", '"old"', "yesterday", url))
    assert found.state == FeedState("feed", '"new"', "yesterday", url)


def test_the_encoding_of_the_header_is_minded(visit: Visit, rss: Callable[..., bytes]) -> None:
    body = rss("<item><title>Женева</title><link>/1</link></item>").decode().replace(' encoding="utf-8"', "")
    reply = Reply(200, {"Content-Type": "text/xml; charset=koi8-r"}, body.encode("koi8-r"))
    with serve_routes({"/feed": reply}) as newsroom:
        assert visit(newsroom.base_url + "/feed").entries[0].title == "Женева"


def test_the_sample_newsroom_is_read_and_read_again(fetcher: Fetcher, now: datetime, feed: Feed) -> None:
    with serve_newsroom() as newsroom:
        feeds = [
            feed.model_copy(update={"id": one.id, "url": one.url, "language": one.language})
            for one in newsroom.feeds
        ]
        first = [read_feed(one, None, fetcher, now) for one in feeds]
        second = [read_feed(one, found.state, fetcher, now) for one, found in zip(feeds, first, strict=True)]
        third = [read_feed(one, None, fetcher, now) for one in feeds]
    assert [found.outcome for found in first].count("failed") == 1
    assert all(found.entries and not found.rejections for found in first if found.outcome == "fetched")
    assert {found.outcome for found in second} == {"unchanged", "failed"}
    assert [found.entries for found in third] == [found.entries for found in first]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("04a_empty_200.xml", "empty"),
        ("04b_challenge_200.html", "html"),
        ("04c_soft404_homepage.html", "html"),
    ],
)
def test_what_is_no_feed_in_the_labelled_data(shared: Path, visit: Visit, name: str, reason: str) -> None:
    body = (shared / "nasty" / name).read_bytes()
    with serve_routes({"/feed": document(body, RSS)}) as newsroom:
        found = visit(newsroom.base_url + "/feed")
    assert (found.reason, validators(found)) == (reason, (None, None))


def test_a_conditional_request_goes_through_redirects(visit: Visit, rss: Callable[..., bytes]) -> None:
    served = document(rss(ITEM), RSS)
    asked: list[Request] = []

    def moved(request: Request) -> Reply:
        asked.append(request)
        return redirect("/new", 301)

    with serve_routes({"/old": moved, "/new": served}) as newsroom:
        state = visit(newsroom.base_url + "/old").state
        assert visit(newsroom.base_url + "/old", state).outcome == "unchanged"
    assert asked[1].headers["if-none-match"] == state.etag


def test_a_feed_that_is_to_be_left_alone_is_not_asked(visit: Visit, rss: Callable[..., bytes]) -> None:
    with serve_routes({"/feed": Reply(429, {"Retry-After": "7200"})}) as newsroom:
        url = newsroom.base_url + "/feed"
        refused = visit(url)
        newsroom.add_routes({"/feed": Reply(200, {"Cache-Control": "max-age=3600"}, rss(ITEM))})
        skipped = visit(url, refused.state, timedelta(minutes=119))
        found = visit(url, skipped.state, timedelta(minutes=121))
        fresh = visit(url, found.state, timedelta(minutes=180))
        assert newsroom.count("/feed") == 2
    assert (skipped.outcome, skipped.reason, skipped.status) == ("skipped", "asked-to-wait", None)
    assert skipped.detail == "not asked before 2026-11-23 14:00 UTC"
    assert skipped.state == refused.state
    assert (found.outcome, found.state.failure_weight) == ("fetched", 0)
    assert (fresh.outcome, fresh.reason, fresh.entries) == ("skipped", "fresh", ())


def test_a_feed_whose_address_was_edited_starts_anew(visit: Visit, rss: Callable[..., bytes]) -> None:
    with serve_routes({"/new": document(rss(ITEM), RSS)}) as newsroom:
        etag = visit(newsroom.base_url + "/new").state.etag
        state = FeedState("feed", etag, None, newsroom.base_url + "/old", 9.0, FAR, "backing-off")
        found = visit(newsroom.base_url + "/new", state)
    assert (found.outcome, len(found.entries), found.state.failure_weight) == ("fetched", 1, 0)


def test_now_and_then_a_feed_is_asked_without_its_validators(visit: Visit, rss: Callable[..., bytes]) -> None:
    with serve_routes({"/feed": document(rss(ITEM), RSS)}) as newsroom:
        url = newsroom.base_url + "/feed"
        state = visit(url).state
        outcomes = [visit(url, state, timedelta(days=day)).outcome for day in range(400)]
    assert 1 <= outcomes.count("fetched") <= 12
    assert outcomes.count("unchanged") == 400 - outcomes.count("fetched")


def test_a_feed_that_moved_for_good_is_asked_there_after_ten_days_of_saying_so(
    visit: Visit, rss: Callable[..., bytes]
) -> None:
    served = document(rss(ITEM), RSS)
    with serve_routes({"/old": redirect("/new", 301), "/new": served, "/": Reply(404)}) as newsroom:
        url, state = newsroom.base_url + "/old", None
        for day in range(10):
            for hour in (0, 2):
                found = visit(url, state, timedelta(days=day, hours=hour))
                state = found.state
        assert newsroom.count("/old") == 19  # that of the tenth day's first visit was the tenth
        assert found.url == newsroom.base_url + "/new"
        assert found.detail == f"moved for good to {newsroom.base_url}/new: write that in the feed list"
        newsroom.add_routes({"/new": Reply(404), "/old": served})
        lost = visit(url, state, timedelta(days=11))
        back = visit(url, lost.state, timedelta(days=12))
    assert (lost.outcome, lost.reason) == ("failed", "http-404")
    assert (back.outcome, back.detail, back.state.moved_to) == ("unchanged", "", None)


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_redirect_for_now_is_no_move(visit: Visit, rss: Callable[..., bytes], status: int) -> None:
    routes = {
        "/old": redirect("/between", status),
        "/between": redirect("/new", 301),
        "/first": redirect("/old", 308),
        "/new": document(rss(ITEM), RSS),
    }
    with serve_routes(routes) as newsroom:
        assert visit(newsroom.base_url + "/old").state.moved_to is None
        assert visit(newsroom.base_url + "/first").state.moved_to == newsroom.base_url + "/old"


def test_a_challenge_behind_a_permanent_redirect_is_no_move(visit: Visit) -> None:
    with serve_routes({"/old": redirect("/wall", 301), "/wall": Reply(200, {}, b"<html>No")}) as newsroom:
        assert visit(newsroom.base_url + "/old").state.moved_to is None


def test_a_feed_that_is_gone_is_retired_after_three_days_and_asked_again_after_thirty(visit: Visit) -> None:
    with serve_routes({"/feed": Reply(410)}) as newsroom:
        url, state = newsroom.base_url + "/feed", None
        outcomes = []
        for day in range(40):
            found = visit(url, state, timedelta(days=day))
            outcomes.append(found.outcome)
            state = found.state
            if day == 4:
                assert found.reason == "gone"
                assert "410 on 3 days; correct its url" in found.detail
        assert outcomes == ["failed"] * 3 + ["skipped"] * 29 + ["failed"] + ["skipped"] * 7
