"""Ways to write, or to hide, an address inside of the user's network, and what becomes of each."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from newsroom.replies import Reply, redirect
from newsroom.server import serve_routes
from tasks.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsroom.replies import Request
    from newsroom.server import Newsroom
    from tasks.feeds.fetch import Fetcher

OPEN = "OPEN"
SECRET = Reply(200, {}, b"the keys of the cloud")
NAMES = {
    "evil.test": ("127.0.0.1",),
    "evil6.test": ("::1",),
    "metadata.test": ("169.254.169.254",),
    "mixed.test": ("10.1.2.3", "fd00::1", "127.0.0.1"),
    "localhost.": ("127.0.0.1",),
    "evil.test.": ("127.0.0.1",),
    "127.0.0.1.": ("127.0.0.1",),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A way inside: its kind, its address (``{port}`` stands for the server's), the reason of the refusal."""

    kind: str
    address: str
    reason: str = "private-address"

    @property
    def reason_behind_a_proxy(self) -> str:
        """The same where nothing is resolved here."""
        return "private-address" if self.reason == "dns" else self.reason


def _hosts(kind: str, *hosts: str) -> tuple[Way, ...]:
    return tuple(Way(kind, f"http://{host}:{{port}}/") for host in hosts)


WRITTEN = (
    *_hosts("loopback", "127.0.0.1", "127.8.8.8", "localhost", "LocalHost", "[::1]"),
    *_hosts("this host", "0.0.0.0", "0", "[::]"),  # noqa: S104 - nothing is bound to it
    *_hosts("shortened, octal, hex, decimal", "127.1", "0177.0.0.1", "017700000001", "0x7f.0.0.1",
            "0177.0x0.1", "0x7f000001", "2130706433"),
    *_hosts("IPv4 inside of IPv6", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]",
            "[::127.0.0.1]", "[::ffff:0:7f00:1]", "[::ffff:10.0.0.1]"),
    *_hosts("NAT64", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b::a00:1]", "[64:ff9b:1::7f00:1]"),
    *_hosts("6to4, Teredo, ISATAP", "[2002:7f00:1::]", "[2002:a9fe:a9fe::]", "[2002:c0a8:101::1]",
            "[2001::80ff:fffe]", "[fe80::200:5efe:127.0.0.1]"),
    *_hosts("metadata of clouds", "169.254.169.254", "2852039166", "[::ffff:169.254.169.254]",
            "[fd00:ec2::254]", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
    *_hosts("private", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "[fc00::1]", "[fec0::1]"),
    *_hosts("link-local", "169.254.1.1", "[fe80::1]"),
    Way("link-local", "http://[fe80::1%25lo]:{port}/", "dns"),  # nothing resolves a zone
    *_hosts("many, or nobody", "224.0.0.1", "[ff02::1]", "255.255.255.255", "240.0.0.1", "198.18.0.1",
            "192.0.2.1", "[2001:db8::1]", "[3fff::1]", "[100::1]"),
    *_hosts("before and behind the host", "news.test@127.0.0.1", "news.test:80@127.0.0.1"),
    Way("before and behind the host", "http://127.0.0.1:{port}#@news.test/"),
    Way("before and behind the host", "http://127.0.0.1:{port}\\@news.test/"),
    Way("escaped, other digits and dots", "http://%31%32%37.0.0.1:{port}/"),
    Way("escaped, other digits and dots", "http://\uff11\uff12\uff17.0.0.1:{port}/", "bad-url"),
    Way("escaped, other digits and dots", "http://127\u30020\u30020\u30021:{port}/", "bad-url"),
    Way("escaped, other digits and dots", "http://\u24dbocalhost:{port}/", "bad-url"),
    *_hosts("a dot at the end", "localhost.", "127.0.0.1."),
    Way("another scheme", "file:///etc/passwd", "bad-scheme"),
    Way("another scheme", "gopher://127.0.0.1:{port}/", "bad-scheme"),
)  # fmt: skip
NAMED = (
    *_hosts("a name that leads inside", "evil.test", "evil6.test", "metadata.test", "mixed.test"),
    *_hosts("a dot at the end", "evil.test."),
)
WAYS = (*WRITTEN, *NAMED)


@contextmanager
def names_lead(answers: Mapping[str, Sequence[str]]) -> Iterator[None]:
    """Let names lead to these addresses inside the block."""
    ask = socket.getaddrinfo

    def answer(host: Any, *args: Any, **keywords: Any) -> Any:  # noqa: ANN401 - as the name service's
        known = answers.get(str(host).lower(), (host,))
        return [found for one in known for found in ask(one, *args, **keywords)]

    with patch.object(socket, "getaddrinfo", answer):
        yield


def asked_directly(fetcher: Fetcher, way: Way) -> str:
    """Return why a way is refused, OPEN where anybody was asked or the secret came out."""
    with serve_routes({"/": SECRET}) as server, names_lead(NAMES):
        return _outcome(fetcher, way.address.format(port=_port(server.base_url)), server, 0)


def behind_a_redirect(fetcher: Fetcher, way: Way) -> str:
    """Return the same where a server that may be asked, start.test, sends the reader there."""

    def start(request: Request) -> Reply:
        target = way.address.format(port=_port(request.base_url))
        return redirect(target.encode().decode("latin-1"))  # as headers are written

    names = {**NAMES, "start.test": ("127.0.0.1",)}
    with serve_routes({"/start": start, "/": SECRET}) as server, names_lead(names):
        return _outcome(fetcher, f"http://start.test:{_port(server.base_url)}/start", server, 1)


def behind_a_proxy(fetcher: Fetcher, way: Way) -> str:
    """Return the same where a proxy would be asked, whatever port of its network is meant."""
    with serve_routes({"/": SECRET}) as proxy, patch.dict(os.environ, {"http_proxy": proxy.base_url}):
        return _outcome(fetcher, way.address.format(port=80), proxy, 0)


def _port(base_url: str) -> str:
    return base_url.rpartition(":")[2]


def _outcome(fetcher: Fetcher, address: str, server: Newsroom, allowed_count: int) -> str:
    try:
        fetcher.fetch(address)
    except FetchError as error:
        return error.reason if len(server.visits) <= allowed_count else OPEN
    return OPEN
