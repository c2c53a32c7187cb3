"""Pages are asked for by each server's robots.txt, and as slowly as it wants."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from newsroom.replies import Reply, redirect
from newsroom.server import serve_routes
from tasks.errors import FetchError
from tasks.feeds.reasons import is_retryable
from tasks.feeds.robots import LONGEST_FILE_BYTES, read_rules, robots_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.feeds.fetch import Fetcher

PAGE = Reply(200, {"Content-Type": "text/html"}, b"<p>A page")
SHUT = b"User-agent: *\nDisallow: /\n"


def robots(text: str | bytes, status: int = 200) -> Reply:
    """Return the answer that a robots.txt is."""
    return Reply(status, {"Content-Type": "text/plain"}, text.encode() if isinstance(text, str) else text)


def reason_of(fetcher: Fetcher, url: str) -> str:
    """Return why a page could not be had, nothing where it could."""
    try:
        assert fetcher.fetch_page(url).body == PAGE.body
    except FetchError as error:
        return error.reason if error.detail else "no detail"
    return ""


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [
        ("User-agent: *\nDisallow: /private/\n", "/news", ""),
        ("User-agent: *\nDisallow: /private/\n", "/private/1", "robots"),
        ("\ufeffUser-agent: *\nDisallow: /\n", "/news", "robots"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: TEST\nDisallow: /b\n", "/news", ""),
        ("User-agent: *\nDisallow:\n\nUser-agent: test\nDisallow: /news\n", "/news", "robots"),
        ("User-agent: *\nDisallow: /*.pdf$\nAllow: /n\n", "/news.pdf", "robots"),
        ("User-agent: *\nDisallow: /n\nAllow: /news\n", "/news", ""),
        ("User-agent: other\nDisallow: /\n", "/news", ""),
        ("<!doctype html><title>Home</title>Disallow: /", "/news", ""),
        (b"\xff\xfe\x00", "/news", ""),
        ("", "/news", ""),
        ("#" * LONGEST_FILE_BYTES + "\nUser-agent: *\nDisallow: /\n", "/news", ""),
    ],
)
def test_a_page_is_asked_for_where_it_is_allowed(
    fetcher: Fetcher, text: str | bytes, path: str, reason: str
) -> None:
    with serve_routes({"/robots.txt": robots(text), path: PAGE}) as server:
        assert reason_of(fetcher, server.base_url + path) == reason
        assert server.count(path) == (0 if reason else 1)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(401), ""),
        (Reply(404), ""),
        (Reply(410), ""),
        (Reply(204), ""),
        (redirect("/robots.txt"), ""),
        (redirect("file:///etc/robots.txt"), ""),
        (redirect("/rules"), "robots"),
        (Reply(429), "robots-unavailable"),
        (Reply(500), "robots-unavailable"),
        (Reply(501), "robots-unavailable"),
        (Reply(503), "robots-unavailable"),
    ],
)
def test_without_the_file_all_is_allowed_and_while_it_is_out_of_reach_nothing(
    fetcher: Fetcher, answer: Reply, reason: str
) -> None:
    with serve_routes({"/robots.txt": answer, "/rules": robots(SHUT), "/news": PAGE}) as server:
        assert reason_of(fetcher, server.base_url + "/news") == reason
    assert is_retryable("robots-unavailable")
    assert not is_retryable("robots")


def test_a_server_that_is_down_is_asked_once(fetcher: Fetcher) -> None:
    with serve_routes({}) as server:
        url = server.base_url
    with pytest.raises(FetchError, match=r"/robots.txt: refused") as caught:
        fetcher.fetch_page(url + "/news")
    assert caught.value.reason == "robots-unavailable"
    with serve_routes({"/news": PAGE}, port=int(url.rpartition(":")[2])) as server:
        assert reason_of(fetcher, url + "/news") == "robots-unavailable"
        assert not server.visits


def test_the_file_is_asked_for_once_whoever_wants_it(fetcher: Fetcher) -> None:
    found: list[str] = []
    with serve_routes({"/robots.txt": robots("User-agent: *\nDisallow: /0"), "/1": PAGE}) as server:
        threads = [
            threading.Thread(target=lambda path: found.append(reason_of(fetcher, path)), args=(url,))
            for url in [f"{server.base_url}/{number % 2}" for number in range(8)]
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.count("/robots.txt") == 1
    assert sorted(found) == [""] * 4 + ["robots"] * 4


def test_rules_grow_old(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.feeds.robots.KEPT_SECONDS", 0)
    with serve_routes({"/robots.txt": robots(""), "/news": PAGE}) as server:
        assert reason_of(fetcher, server.base_url + "/news") == ""
        server.add_routes({"/robots.txt": robots(SHUT)})
        assert reason_of(fetcher, server.base_url + "/news") == "robots"


def test_each_server_on_the_way_is_minded(fetcher: Fetcher) -> None:
    with (
        serve_routes({"/robots.txt": robots(SHUT), "/news": PAGE}) as other,
        serve_routes({"/moved": redirect(other.base_url + "/news")}) as one,
    ):
        assert reason_of(fetcher, one.base_url + "/moved") == "robots"
        assert other.count("/news") == 0


def test_feeds_are_no_pages_and_the_setting_turns_it_off(make_fetcher: Callable[..., Fetcher]) -> None:
    with serve_routes({"/robots.txt": robots(SHUT), "/news": PAGE}) as server:
        assert make_fetcher().fetch(server.base_url + "/news").body == PAGE.body
        assert reason_of(make_fetcher(obey_robots=False), server.base_url + "/news") == ""
        assert server.count("/robots.txt") == 0


@pytest.mark.parametrize(("asked", "least", "most"), [("0.4", 0.4, 2), ("3600", 0.6, 2), ("-1", 0, 0.3)])
def test_the_pause_that_a_server_wants_is_kept_up_to_the_cap(
    make_fetcher: Callable[..., Fetcher], asked: str, least: float, most: float
) -> None:
    fetcher = make_fetcher(longest_crawl_delay_seconds=0.6)
    times: list[float] = []

    def clocked(_: object) -> Reply:
        times.append(time.monotonic())
        return PAGE

    text = f"User-agent: *\nCrawl-delay: {asked}\n"
    with serve_routes({"/robots.txt": robots(text), "/news": clocked}) as server:
        for _ in range(2):
            fetcher.fetch_page(server.base_url + "/news")
    assert least <= times[1] - times[0] < most


def test_the_file_lies_at_the_root_of_the_server() -> None:
    assert robots_address("https://me:word@News.test:8443/a/b?c#d") == "https://news.test:8443/robots.txt"


def test_hostile_rules_are_read_in_no_time() -> None:
    started = time.monotonic()
    rules = read_rules(b"User-agent: *\nDisallow: /" + b"*a" * 200_000 + b"*b$\n")
    assert rules.objection("https://news.test/" + "a" * 8000, "test") is None
    read_rules(b"User-agent: *\n" + b"Disallow: /*x\n" * 40_000).objection(
        "https://news.test/" + "y" * 99, "t"
    )
    assert time.monotonic() - started < 5
