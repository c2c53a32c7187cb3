"""The newsroom's server: which route answers, what becomes of errors, and that it goes away."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
import requests

from newsroom.addresses import article_path
from newsroom.replies import Reply, document, drip
from newsroom.server import HOST, serve_newsroom, serve_routes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsroom.records import NewsArticle, Outlet
    from newsroom.replies import Request
    from newsroom.server import Newsroom

PAGE = document(b"<p>Paris praised Berlin.</p>", "text/html; charset=utf-8")


def get(newsroom: Newsroom, path: str, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(newsroom.base_url + path, headers=named, timeout=5, allow_redirects=False)


def test_a_path_without_a_route_is_not_found_and_named() -> None:
    with serve_routes({}) as newsroom:
        answer = get(newsroom, "/no/<b>such</b>?page=1")
    assert answer.status_code == 404
    assert "/no/%3Cb%3Esuch" in answer.text
    assert "<b>" not in answer.text
    assert newsroom.count("/no/%3Cb%3Esuch%3C/b%3E", 404) == 1


def test_a_path_with_its_query_goes_first() -> None:
    routes = {"/feed": Reply(200, {}, b"all"), "/feed?page=2": Reply(200, {}, b"second")}
    with serve_routes(routes) as newsroom:
        assert [get(newsroom, path).content for path in ("/feed", "/feed?page=2", "/feed?page=3")] == [
            b"all", b"second", b"all",
        ]  # fmt: skip


def test_a_route_sees_the_request() -> None:
    seen: list[Request] = []

    def route(request: Request) -> Reply:
        seen.append(request)
        return Reply(204)

    with serve_routes({"/a%20b": route}) as newsroom:
        assert get(newsroom, "/a%20b?q=1&r", User_Agent="geostance").status_code == 204
        assert (seen[0].base_url, seen[0].method) == (newsroom.base_url, "GET")
    assert (seen[0].path, seen[0].query) == ("/a%20b", "q=1&r")
    assert seen[0].headers["user-agent"] == "geostance"


def test_a_slow_route_does_not_hold_up_the_end() -> None:
    with serve_routes({"/slow": drip([b"x"] * 100, 30)}) as newsroom:
        answer = requests.get(newsroom.base_url + "/slow", stream=True, timeout=5)
        assert next(answer.iter_content(1)) == b"x"
        started = time.monotonic()
    assert time.monotonic() - started < 5
    answer.close()


def test_what_a_route_raises_comes_out_at_the_end() -> None:
    def route(request: Request) -> Reply:
        raise LookupError(request.path)

    def visit() -> None:
        with serve_routes({"/bad": route}) as newsroom:
            with pytest.raises(requests.ConnectionError):
                get(newsroom, "/bad")
            assert get(newsroom, "/other").status_code == 404  # the server goes on

    with pytest.raises(ExceptionGroup, match="routes failed") as raised:
        visit()
    assert [str(error) for error in raised.value.exceptions] == ["/bad"]


def test_what_a_route_raises_is_not_hidden_by_what_its_client_met() -> None:
    def route(request: Request) -> Reply:
        raise LookupError(request.path)

    with pytest.raises(ExceptionGroup) as raised, serve_routes({"/bad": route}) as newsroom:
        get(newsroom, "/bad")
    assert raised.group_contains(LookupError)
    assert isinstance(raised.value.__context__, requests.ConnectionError)


def test_a_client_that_leaves_early_is_no_error() -> None:
    with serve_routes({"/slow": drip([b"x" * 2**16] * 1000, 0)}) as newsroom:
        for _ in range(3):
            with requests.get(newsroom.base_url + "/slow", stream=True, timeout=5) as answer:
                next(answer.iter_content(10))
        time.sleep(0.05)
    assert newsroom.errors == []


def test_the_end_frees_the_port_and_its_threads() -> None:
    before = set(threading.enumerate())
    with serve_routes({"/page": PAGE}) as newsroom, requests.Session() as session:
        port = int(newsroom.base_url.rpartition(":")[2])
        session.get(newsroom.base_url + "/page", timeout=5)  # and keeps its connection
        assert set(threading.enumerate()) - before
        newsroom.close()
        assert set(threading.enumerate()) == before
        with pytest.raises(requests.ConnectionError):
            session.get(newsroom.base_url + "/page", timeout=5)
        with serve_routes({}, port=port) as next_one:
            assert next_one.base_url == newsroom.base_url


def test_articles_that_cannot_be_read_leave_no_port_behind() -> None:
    def broken() -> Iterator[NewsArticle]:
        raise LookupError("no articles today")
        yield

    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(LookupError), serve_newsroom(broken(), port=port):
        pass
    with socket.create_server((HOST, port)):
        pass


def test_two_newsrooms_run_side_by_side() -> None:
    with (
        serve_routes({"/a": Reply(200, {}, b"one")}) as one,
        serve_routes({"/a": Reply(200, {}, b"two")}) as two,
    ):
        assert one.base_url != two.base_url
        assert [get(room, "/a").content for room in (one, two, one)] == [b"one", b"two", b"one"]
        assert (one.count("/a"), two.count("/a")) == (2, 1)


def test_many_clients_are_served_at_once() -> None:
    barrier = threading.Barrier(8, timeout=5)

    def meet(request: Request) -> Reply:
        barrier.wait()  # passes only when all eight are being answered
        return Reply(200, {}, request.query.encode())

    answers: list[bytes] = []
    with serve_routes({"/meet": meet}) as newsroom:
        threads = [
            threading.Thread(target=lambda n=n: answers.append(get(newsroom, f"/meet?{n}").content))
            for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=10)
    assert sorted(answers) == [str(n).encode() for n in range(8)]


def test_a_newsroom_is_heard_on_loopback_alone() -> None:
    with serve_routes({}) as newsroom:
        assert newsroom.base_url.startswith("http://127.0.0.1:")


def test_what_is_published_changes_feed_and_pages(
    outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...]
) -> None:
    outlet = outlets["straits-wire"]
    first, second, *_ = reversed([one for one in articles if one.outlet_id == outlet.id])
    with serve_newsroom([first]) as newsroom:
        url = next(feed.url for feed in newsroom.feeds if feed.id == outlet.id)
        path = url.removeprefix(newsroom.base_url)
        tag = get(newsroom, path).headers["ETag"]
        assert get(newsroom, path, If_None_Match=tag).status_code == 304
        assert get(newsroom, article_path(outlet, second)).status_code == 404
        newsroom.publish([first, second])
        changed = get(newsroom, path, If_None_Match=tag)
        assert changed.status_code == 200
        assert changed.text.index(second.title) < changed.text.index(first.title)
        assert get(newsroom, article_path(outlet, second)).status_code == 200
        newsroom.publish([])
        assert "<item>" not in get(newsroom, path).text


def test_routes_added_go_before_the_pages(articles: tuple[NewsArticle, ...]) -> None:
    with serve_newsroom(articles[:1], routes={"/robots.txt": Reply(200, {}, b"none")}) as newsroom:
        assert get(newsroom, "/robots.txt").content == b"none"
        newsroom.add_routes({"/robots.txt": Reply(500)})
        assert get(newsroom, "/robots.txt").status_code == 500
        assert get(newsroom, "/").status_code == 200
