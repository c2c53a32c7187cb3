"""No way leads into the user's own network, but for those that the settings open."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from newsroom.replies import Reply, redirect
from newsroom.server import serve_routes
from tasks.errors import FetchError
from tasks.feeds.guard import guard_for, is_public, meant_address
from tests.feeds.inside import (
    SECRET,
    WAYS,
    WRITTEN,
    Way,
    asked_directly,
    behind_a_proxy,
    behind_a_redirect,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.feeds.fetch import Fetcher

    Resolve = Callable[..., None]


@pytest.fixture
def guarded(make_fetcher: Callable[..., Fetcher]) -> Fetcher:
    """Return a fetcher to which nothing private is opened."""
    return make_fetcher(allowed_hosts=(), request_timeout_seconds=1)


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Resolve:
    """Return a function that lets names lead to addresses, the next of them at each question."""
    ask = socket.getaddrinfo

    def let(name: str, *answers: str) -> None:
        waiting = list(answers)

        def answer(host: Any, *args: Any, **keywords: Any) -> Any:  # noqa: ANN401 - as the name service's
            if host != name:
                return ask(host, *args, **keywords)
            return ask(waiting.pop(0) if len(waiting) > 1 else waiting[0], *args, **keywords)

        monkeypatch.setattr(socket, "getaddrinfo", answer)

    return let


def refused(fetcher: Fetcher, url: str) -> FetchError:
    """Return the error of a fetch that was refused for where it leads."""
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    assert caught.value.reason == "private-address", caught.value
    assert "allowed_hosts" in caught.value.detail
    return caught.value


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.address)
def test_no_way_to_write_or_to_hide_an_inner_address_leads_there(guarded: Fetcher, way: Way) -> None:
    assert asked_directly(guarded, way) == way.reason


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.address)
def test_nor_does_a_redirect(make_fetcher: Callable[..., Fetcher], way: Way) -> None:
    fetcher = make_fetcher(allowed_hosts=("start.test",), request_timeout_seconds=1)
    assert behind_a_redirect(fetcher, way) == way.reason


@pytest.mark.parametrize("way", WRITTEN, ids=lambda way: way.address)
def test_nor_does_a_proxy(guarded: Fetcher, way: Way) -> None:
    assert behind_a_proxy(guarded, way) == way.reason_behind_a_proxy


def test_a_redirect_without_a_scheme_is_judged_too(
    make_fetcher: Callable[..., Fetcher], resolve: Resolve
) -> None:
    resolve("start.test", "127.0.0.1")
    fetcher = make_fetcher(allowed_hosts=("start.test",), request_timeout_seconds=1)
    for target in ("//localhost:{port}/", "///127.0.0.1:{port}/", "/\\127.0.0.1:{port}/"):
        routes = {"/": lambda request, to=target: redirect(to.format(port=request.base_url[17:]))}
        with serve_routes(routes) as server, pytest.raises(FetchError) as caught:
            fetcher.fetch(server.base_url.replace("127.0.0.1", "start.test"))
        assert caught.value.reason in {"private-address", "bad-url", "http-404"}
        assert {visit.request.headers["host"] for visit in server.visits} == {
            f"start.test:{server.base_url[17:]}"
        }


def test_robots_are_not_asked_for_inside_either(guarded: Fetcher) -> None:
    with serve_routes({"/": SECRET, "/robots.txt": Reply(200)}) as server:
        with pytest.raises(FetchError):
            guarded.fetch_page(server.base_url)
        assert not server.visits


def test_nor_does_a_name(guarded: Fetcher, resolve: Resolve) -> None:
    resolve("evil.test", "127.0.0.1")
    with serve_routes({"/": SECRET}) as server:
        found = refused(guarded, server.base_url.replace("127.0.0.1", "evil.test"))
        assert not server.visits
    assert "evil.test is at 127.0.0.1" in found.detail


def test_a_name_that_leads_elsewhere_the_second_time_is_judged_by_where_it_leads(
    guarded: Fetcher, resolve: Resolve, make_fetcher: Callable[..., Fetcher]
) -> None:
    with serve_routes({"/": Reply(503)}) as server:
        url = server.base_url.replace("127.0.0.1", "evil.test")
        # Asked once a connection: were the name asked again to connect, the second answer would do.
        resolve("evil.test", "10.1.2.3", "127.0.0.1")
        refused(make_fetcher(), url)
        resolve("evil.test", "192.0.2.1", "127.0.0.1")
        refused(guarded, url)
        assert not server.visits


def test_the_setting_opens_a_host_an_address_or_a_network(
    make_fetcher: Callable[..., Fetcher], resolve: Resolve
) -> None:
    resolve("news.intranet", "127.0.0.1")
    with serve_routes({"/": SECRET}) as server:
        url = server.base_url.replace("127.0.0.1", "News.Intranet")
        for allowed in ("news.intranet", "127.0.0.1", "127.0.0.0/8", "0.0.0.0/0"):
            assert make_fetcher(allowed_hosts=(allowed,)).fetch(url).body == SECRET.body
        for allowed in ("intranet", "10.0.0.0/8", "::/0"):
            refused(make_fetcher(allowed_hosts=(allowed,)), url)


def test_what_a_proxy_is_asked_for_is_judged_by_what_is_written(
    guarded: Fetcher, make_fetcher: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_routes({"/": SECRET}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.base_url)
        for host in ("127.0.0.1", "2130706433", "[::1]", "localhost", "a.localhost", "169.254.169.254"):
            refused(guarded, f"http://{host}/")
        assert not proxy.visits
        assert guarded.fetch("http://news.invalid/").body == SECRET.body
        assert make_fetcher(allowed_hosts=("10.0.0.0/8",)).fetch("http://10.0.0.1/").body == SECRET.body


@pytest.mark.parametrize("address", ["1.1.1.1", "151.101.0.81", "2606:4700::1111", "64:ff9b::101:101"])
def test_public_addresses_are_open(address: str) -> None:
    assert is_public(meant_address(address))
    assert guard_for(()).allows("news.test", address)
