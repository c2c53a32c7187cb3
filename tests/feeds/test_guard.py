"""No way leads into the user's own network, but for those that the settings open."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from newsroom.replies import Reply, redirect
from newsroom.server import serve_routes
from tasks.errors import FetchError
from tasks.feeds.guard import guard_for, is_public, meant_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.feeds.fetch import Fetcher

    Resolve = Callable[..., None]

SECRET = Reply(200, {}, b"the keys of the cloud")
INSIDE = (
    "127.0.0.1", "127.1", "127.8.8.8", "0177.0.0.1", "0x7f.0.0.1", "2130706433", "0x7f000001", "0",
    "0.0.0.0", "localhost",  # noqa: S104 - nothing is bound to it
    "LocalHost", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "169.254.169.254", "2852039166",
    "[::ffff:169.254.169.254]", "[fd00:ec2::254]", "[fe80::1]", "100.100.100.200", "192.0.0.192",
    "168.63.129.16", "10.0.0.1", "172.16.0.1", "192.168.1.1", "[fc00::1]", "[fec0::1]", "224.0.0.1",
    "[ff02::1]", "255.255.255.255", "240.0.0.1", "198.18.0.1",
)  # fmt: skip


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


@pytest.mark.parametrize("host", INSIDE)
def test_no_way_to_write_an_inner_address_leads_there(guarded: Fetcher, host: str) -> None:
    with serve_routes({"/": SECRET}) as server:
        port = server.base_url.rpartition(":")[2]
        refused(guarded, f"http://{host}:{port}/")
        assert not server.visits


@pytest.mark.parametrize("host", ["localhost", "[::1]", "2130706433", "169.254.169.254", "10.1.2.3"])
def test_nor_does_a_redirect(make_fetcher: Callable[..., Fetcher], resolve: Resolve, host: str) -> None:
    resolve("start.test", "127.0.0.1")
    fetcher = make_fetcher(allowed_hosts=("start.test",), request_timeout_seconds=1)
    routes = {
        "/": lambda request: redirect(f"http://{host}:{request.base_url[17:]}/secret"),
        "/secret": SECRET,
    }
    with serve_routes(routes) as server:
        refused(fetcher, server.base_url.replace("127.0.0.1", "start.test"))
        assert len(server.visits) == 1


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
