"""One URL in, one response or one reason out: against real servers on loopback."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import sys
import threading
import time
import zlib
from datetime import UTC, datetime
from ipaddress import ip_address
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from config.settings import Settings
from newsroom.replies import Reply, document, drip, redirect, truncated
from newsroom.server import serve_routes
from tasks.errors import FetchError
from tasks.feeds.fetch import shared_fetcher

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from newsroom.replies import Request
    from tasks.feeds.fetch import Fetcher

XML = {"Content-Type": "application/rss+xml"}
FEED = b"<rss version='2.0'><channel><title>t</title></channel></rss>"


def failure(fetcher: Fetcher, url: str) -> FetchError:
    """Return the error that a fetch ends with."""
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    assert caught.value.subject == url
    return caught.value


def test_a_response_has_its_body_its_headers_in_order_and_case_and_when_it_came(fetcher: Fetcher) -> None:
    headers = {"X-Second": "2", "content-TYPE": "text/plain", "A-Third": "3"}
    with serve_routes({"/feed": Reply(200, headers, b"body")}) as newsroom:
        response = fetcher.fetch(newsroom.base_url + "/feed#top")
    assert (response.status, response.body) == (200, b"body")
    names = [name for name, _ in response.headers]
    assert [name for name in names if name in headers] == list(headers)
    assert response.url.endswith("/feed#top")
    assert response.fetched_at.utcoffset() is not None


def test_a_request_says_who_asks_and_what_it_takes(fetcher: Fetcher) -> None:
    with serve_routes({"/feed": Reply(200, XML, FEED)}) as newsroom:
        fetcher.fetch(newsroom.base_url + "/feed")
        headers = newsroom.visits[0].request.headers
    assert headers["user-agent"] == "test/1"
    assert headers["accept-encoding"] == "gzip, deflate"
    assert "application/rss+xml" in headers["accept"]
    assert "cookie" not in headers


def test_validators_are_sent_and_a_304_has_no_body(fetcher: Fetcher) -> None:
    with serve_routes({"/feed": document(FEED, "application/rss+xml")}) as newsroom:
        first = fetcher.fetch(newsroom.base_url + "/feed")
        second = fetcher.fetch(newsroom.base_url + "/feed", etag=dict(first.headers)["ETag"])
        dated = fetcher.fetch(newsroom.base_url + "/feed", last_modified="Mon, 23 Nov 2026 10:00:00 GMT")
        assert newsroom.visits[2].request.headers["if-modified-since"] == "Mon, 23 Nov 2026 10:00:00 GMT"
    assert (first.status, second.status, second.body, dated.status) == (200, 304, b"", 200)


def test_a_304_that_nobody_asked_for_is_a_failure(fetcher: Fetcher) -> None:
    with serve_routes({"/feed": Reply(304)}) as newsroom:
        assert failure(fetcher, newsroom.base_url + "/feed").reason == "http-304"


@pytest.mark.parametrize("status", [204, 206, 301, 400, 401, 403, 404, 410, 429, 451, 500, 501])
def test_any_other_status_is_a_failure_named_for_it(fetcher: Fetcher, status: int) -> None:
    with serve_routes({"/feed": Reply(status, XML, b"no")}) as newsroom:
        assert failure(fetcher, newsroom.base_url + "/feed").reason == f"http-{status}"
        assert newsroom.count("/feed") == 1


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(FEED, mtime=0)),
        ("x-gzip", gzip.compress(FEED[:9], mtime=0) + gzip.compress(FEED[9:], mtime=0)),
        ("gzip", gzip.compress(FEED, mtime=0) + bytes(512)),
        ("GZIP", gzip.compress(FEED, mtime=0)),
        ("deflate", zlib.compress(FEED)),
        ("deflate", zlib.compress(FEED)[2:-4]),
        ("identity", FEED),
        ("utf-8", FEED),
    ],
)
def test_what_was_asked_for_is_decoded(fetcher: Fetcher, coding: str, body: bytes) -> None:
    with serve_routes({"/feed": Reply(200, {"Content-Encoding": coding}, body)}) as newsroom:
        assert fetcher.fetch(newsroom.base_url + "/feed").body == FEED


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("br", b"\x0b\x02\x80abc\x03", "bad-encoding"),
        ("zstd", b"\x28\xb5\x2f\xfd", "bad-encoding"),
        ("gzip", FEED, "bad-encoding"),
        ("gzip", gzip.compress(FEED, mtime=0)[:10] + b"\xff" * 50, "bad-encoding"),
        ("deflate", b"\xff\xff\xff\xff", "bad-encoding"),
        ("gzip, gzip", gzip.compress(gzip.compress(FEED, mtime=0), mtime=0), "bad-encoding"),
    ],
)
def test_a_broken_or_unasked_encoding_is_a_failure(
    fetcher: Fetcher, coding: str, body: bytes, reason: str
) -> None:
    with serve_routes({"/feed": Reply(200, {"Content-Encoding": coding}, body)}) as newsroom:
        assert failure(fetcher, newsroom.base_url + "/feed").reason == reason


def test_a_body_at_the_cap_comes_and_one_byte_more_does_not(make_fetcher: Callable[..., Fetcher]) -> None:
    fetcher = make_fetcher(max_response_bytes=5000)
    routes = {
        "/at": Reply(200, XML, bytes(5000)),
        "/over": Reply(200, XML, bytes(5001)),
        "/zipped": Reply(200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(5001))),
    }
    with serve_routes(routes) as newsroom:
        assert len(fetcher.fetch(newsroom.base_url + "/at").body) == 5000
        assert failure(fetcher, newsroom.base_url + "/over").reason == "too-large"
        assert failure(fetcher, newsroom.base_url + "/zipped").reason == "too-large"


def test_a_stream_that_decompresses_to_nothing_ends_at_the_cap_too(
    make_fetcher: Callable[..., Fetcher],
) -> None:
    fetcher = make_fetcher(max_response_bytes=2**20)
    packer = zlib.compressobj()
    empty = packer.flush(zlib.Z_FULL_FLUSH) + packer.flush(zlib.Z_FULL_FLUSH)
    nothing = empty + b"\x00\x00\x00\xff\xff" * 2**20

    with serve_routes({"/feed": Reply(200, {"Content-Encoding": "deflate"}, [nothing])}) as newsroom:
        assert failure(fetcher, newsroom.base_url + "/feed").reason == "too-large"


BOMBED = """
import resource, sys
from config.settings import Settings
from tasks.errors import FetchError
from tasks.feeds.fetch import Fetcher
fetcher = Fetcher(Settings(allowed_hosts=("127.0.0.1",), per_host_delay_seconds=0))
try:
    fetcher.fetch(sys.argv[1] + "/small")
except FetchError as error:
    assert error.reason == "http-404", error
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    fetcher.fetch(sys.argv[1] + "/bomb")
except FetchError as error:
    print(error.reason, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_is_stopped_at_the_cap_and_stays_flat_in_memory(coding: str) -> None:
    packer = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    megabyte = bytes(2**20)
    bomb = b"".join([*(packer.compress(megabyte) for _ in range(256)), packer.flush()])
    assert len(bomb) < 2**19
    with serve_routes({"/bomb": Reply(200, {"Content-Encoding": coding}, bomb)}) as newsroom:
        done = subprocess.run(
            [sys.executable, "-c", BOMBED, newsroom.base_url], capture_output=True, text=True, check=True
        )
    reason, grown_mebibytes = done.stdout.split()
    assert reason == "too-large"
    assert int(grown_mebibytes) < 40  # the cap is 10 MiB, which is twice in memory for a moment


def test_the_bomb_of_the_labelled_data(shared: Path, fetcher: Fetcher) -> None:
    bomb = (shared / "nasty" / "05_gzip_bomb_512MiB.xml.gz").read_bytes()
    with serve_routes({"/bomb": Reply(200, {"Content-Encoding": "gzip"}, bomb)}) as newsroom:
        assert failure(fetcher, newsroom.base_url + "/bomb").reason == "too-large"


def test_silence_is_a_timeout(make_fetcher: Callable[..., Fetcher]) -> None:
    fetcher = make_fetcher(request_timeout_seconds=0.3)
    with serve_routes({"/feed": drip([b"<rss>", b"</rss>"], 5)}) as newsroom:
        assert failure(fetcher, newsroom.base_url + "/feed").reason == "timeout"
        assert newsroom.count("/feed") == 1


def test_a_drip_does_not_outlive_the_deadline(make_fetcher: Callable[..., Fetcher]) -> None:
    fetcher = make_fetcher(request_timeout_seconds=5, request_deadline_seconds=0.6)
    with serve_routes({"/feed": drip([b"<rss>"] * 1000, 0.05)}) as newsroom:
        started = time.monotonic()
        assert failure(fetcher, newsroom.base_url + "/feed").reason == "deadline"
        assert 0.5 < time.monotonic() - started < 4  # the drip lasts for 50 s
        assert newsroom.count("/feed") == 1


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08"]
)
def test_nor_does_a_drip_in_the_status_the_headers_or_a_compressed_body(
    make_fetcher: Callable[..., Fetcher], talk: Callable[..., AbstractContextManager[str]], start: bytes
) -> None:
    def converse(connection: socket.socket, closing: threading.Event) -> None:
        connection.recv(65536)
        connection.sendall(start)
        while not closing.wait(0.05):
            connection.sendall(b"X")

    fetcher = make_fetcher(request_timeout_seconds=5, request_deadline_seconds=0.6)
    with talk(converse) as address:
        started = time.monotonic()
        assert failure(fetcher, address + "/feed").reason == "deadline"
        assert 0.5 < time.monotonic() - started < 4  # the drip lasts for ever


def test_redirects_share_one_deadline(make_fetcher: Callable[..., Fetcher]) -> None:
    def slow(request: Request) -> Reply:
        request.closing.wait(0.2)
        return redirect("/feed")

    fetcher = make_fetcher(request_deadline_seconds=0.5)
    with serve_routes({"/feed": slow}) as newsroom:
        assert failure(fetcher, newsroom.base_url + "/feed").reason == "deadline"


def test_redirects_are_followed_and_the_last_address_is_told(fetcher: Fetcher) -> None:
    routes = {"/a": redirect("b/c?d=1", 301), "/b/c": redirect("/é", 308), "/%C3%A9": Reply(200, XML, FEED)}
    with serve_routes(routes) as newsroom:
        response = fetcher.fetch(newsroom.base_url + "/a")
        assert response.final_url == newsroom.base_url + "/%C3%A9"
        assert response.url == newsroom.base_url + "/a"


def test_a_redirect_loop_ends_after_ten(fetcher: Fetcher) -> None:
    with serve_routes({"/a": redirect("/b"), "/b": redirect("/a")}) as newsroom:
        assert failure(fetcher, newsroom.base_url + "/a").reason == "too-many-redirects"
        assert len(newsroom.visits) == 11


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "bad-scheme"),
        ("ftp://127.0.0.1/feed", "bad-scheme"),
        ("data:text/xml,<rss/>", "bad-scheme"),
        ("https:///feed", "bad-url"),
        ("http://[::1/feed", "bad-url"),
    ],
)
def test_a_redirect_leads_to_http_or_nowhere(fetcher: Fetcher, target: str, reason: str) -> None:
    with serve_routes({"/a": redirect(target)}) as newsroom:
        assert failure(fetcher, newsroom.base_url + "/a").reason == reason


def test_the_body_of_a_redirect_is_not_read(fetcher: Fetcher) -> None:
    endless = drip([b"x" * 1000] * 1000, 0.05)

    def moved(request: Request) -> Reply:
        return Reply(302, {"Location": "/feed"}, endless(request).body)

    with serve_routes({"/a": moved, "/feed": Reply(200, XML, FEED)}) as newsroom:
        started = time.monotonic()
        assert fetcher.fetch(newsroom.base_url + "/a").body == FEED
        assert time.monotonic() - started < 2


def test_a_cookie_lasts_for_one_fetch(fetcher: Fetcher) -> None:
    def wall(request: Request) -> Reply:
        if "cookie" in request.headers:
            return Reply(200, XML, FEED)
        return Reply(302, {"Location": "/feed", "Set-Cookie": "seen=1"})

    with serve_routes({"/feed": wall}) as newsroom:
        for _ in range(2):
            assert fetcher.fetch(newsroom.base_url + "/feed").body == FEED
        assert len(newsroom.visits) == 4


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "bad-scheme"),
        ("ftp://news.test/", "bad-scheme"),
        ("news.test/feed", "bad-url"),
        ("", "bad-url"),
        ("https://", "bad-url"),
        ("http://[::1", "bad-url"),
        ("http://news.test:99999/", "bad-url"),
        ("http://.example.com/", "bad-url"),
        (f"http://{'a' * 70}.test/", "bad-url"),
        ("http://*.test/", "bad-url"),
        ("http://no-such-host.invalid/", "dns"),
    ],
)
def test_an_address_that_cannot_be_asked_for(fetcher: Fetcher, url: str, reason: str) -> None:
    assert failure(fetcher, url).reason == reason


def test_nobody_listens(fetcher: Fetcher) -> None:
    with serve_routes({}) as newsroom:
        url = newsroom.base_url
    assert failure(fetcher, url + "/feed").reason == "refused"


def test_a_body_cut_off_is_incomplete_after_a_second_try(fetcher: Fetcher) -> None:
    cut = gzip.compress(FEED * 99)[:-20]
    routes = {
        "/plain": truncated(FEED, kept=9),
        "/zipped": Reply(200, {"Content-Encoding": "gzip"}, cut),
    }
    with serve_routes(routes) as newsroom:
        for path in routes:
            assert failure(fetcher, newsroom.base_url + path).reason == "incomplete"
            assert newsroom.count(path) == 2


@pytest.mark.parametrize("first", [502, 503, 504])
def test_what_breaks_for_a_moment_is_tried_once_more(fetcher: Fetcher, first: int) -> None:
    answers = [Reply(200, XML, FEED), Reply(first)]
    with serve_routes({"/feed": lambda _: answers.pop()}) as newsroom:
        started = time.monotonic()
        assert fetcher.fetch(newsroom.base_url + "/feed").body == FEED
        assert time.monotonic() - started > 0.2


def test_a_reset_connection_is_tried_once_more(
    fetcher: Fetcher, talk: Callable[..., AbstractContextManager[str]]
) -> None:
    times: list[int] = []

    def converse(connection: socket.socket, closing: threading.Event) -> None:  # noqa: ARG001
        connection.recv(65536)
        times.append(1)
        if len(times) == 2:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with talk(converse) as address:
        assert fetcher.fetch(address + "/feed").body == b"ok"


def test_a_server_that_wants_to_be_left_alone_is(fetcher: Fetcher) -> None:
    routes = {
        "/soon": Reply(429, {"Retry-After": "1"}),
        "/later": Reply(503, {"Retry-After": "600"}),
        "/whenever": Reply(429),
    }
    with serve_routes(routes) as newsroom:
        for path, times in {"/soon": 2, "/later": 1, "/whenever": 1}.items():
            failure(fetcher, newsroom.base_url + path)
            assert newsroom.count(path) == times


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Return the file of a new certificate for loopback, and what a server needs to use it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, start, start.replace(year=2099))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context


def test_tls_is_checked_and_has_the_same_deadline(
    make_fetcher: Callable[..., Fetcher],
    talk: Callable[..., AbstractContextManager[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    public, context = certificate(tmp_path)

    def converse(connection: socket.socket, closing: threading.Event) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            is_drip = b"/drip" in secured.recv(65536)
            secured.sendall(b"HTTP/1.1 200 OK\r\n" + (b"" if is_drip else b"Content-Length: 2\r\n\r\nok"))
            while is_drip and not closing.wait(0.05):
                secured.sendall(b"X")

    fetcher = make_fetcher(request_deadline_seconds=0.8)
    with talk(converse) as plain:
        address = plain.replace("http://", "https://")
        assert failure(fetcher, address + "/feed").reason == "tls"
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(public))
        assert fetcher.fetch(address + "/feed").body == b"ok"
        assert failure(fetcher, address + "/drip").reason == "deadline"


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", b"HTTP/1.1 304 Not Modified\r\n\r\n"]
)
def test_a_connection_is_kept_for_the_next_request(
    fetcher: Fetcher, talk: Callable[..., AbstractContextManager[str]], answer: bytes
) -> None:
    connections: list[int] = []

    def converse(connection: socket.socket, closing: threading.Event) -> None:  # noqa: ARG001
        connections.append(1)
        while connection.recv(65536):
            connection.sendall(answer)

    with talk(converse) as address:
        for _ in range(3):
            fetcher.fetch(address + "/feed", etag='"x"')
        fetcher.close()
    assert len(connections) == 1


def test_the_proxy_of_the_environment_is_asked(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_routes({"/feed": Reply(200, XML, FEED)}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.base_url)
        assert fetcher.fetch("http://news.invalid/feed").body == FEED
        assert proxy.visits[0].request.headers["host"] == "news.invalid"


def test_netrc_is_left_alone_and_credentials_in_the_address_count(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with serve_routes({"/feed": Reply(200, XML, FEED)}) as newsroom:
        fetcher.fetch(newsroom.base_url + "/feed")
        fetcher.fetch(newsroom.base_url.replace("//", "//user:word@") + "/feed")
        sent = [visit.request.headers.get("authorization") for visit in newsroom.visits]
    assert sent == [None, "Basic dXNlcjp3b3Jk"]


def clocked(request: Request, times: list[tuple[float, float]], seconds: float) -> Reply:
    """Return an answer that takes some time, and note when."""
    started = time.monotonic()
    request.closing.wait(seconds)
    times.append((started, time.monotonic()))
    return Reply(200, XML, FEED)


def fetch_together(fetcher: Fetcher, urls: list[str]) -> None:
    """Fetch all URLs, each in a thread of its own."""
    threads = [threading.Thread(target=fetcher.fetch, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_requests_to_one_server_come_one_by_one_with_a_pause(make_fetcher: Callable[..., Fetcher]) -> None:
    fetcher = make_fetcher(per_host_delay_seconds=0.2)
    times: list[tuple[float, float]] = []
    with serve_routes({"/feed": lambda request: clocked(request, times, 0.05)}) as newsroom:
        fetch_together(fetcher, [newsroom.base_url + "/feed"] * 4)
    assert len(times) == 4
    assert all(later - earlier > 0.19 for (_, earlier), (later, _) in pairwise(sorted(times)))


def test_who_came_first_is_served_first(make_fetcher: Callable[..., Fetcher]) -> None:
    fetcher = make_fetcher(fetch_workers=8)
    with serve_routes({f"/{n}": drip([b"x"], 0.1) for n in range(5)}) as newsroom:
        threads = []
        for n in range(5):
            threads.append(threading.Thread(target=fetcher.fetch, args=(f"{newsroom.base_url}/{n}",)))
            threads[-1].start()
            time.sleep(0.02)
        for thread in threads:
            thread.join()
        assert [visit.request.path for visit in newsroom.visits] == [f"/{n}" for n in range(5)]


def test_a_body_announced_as_too_large_is_not_read(make_fetcher: Callable[..., Fetcher]) -> None:
    fetcher = make_fetcher(max_response_bytes=5000)
    body = drip([b"x"] * 100, 0.1)

    def large(request: Request) -> Reply:
        return Reply(200, {"Content-Length": "5001"}, body(request).body)

    with serve_routes({"/feed": large}) as newsroom:
        started = time.monotonic()
        assert failure(fetcher, newsroom.base_url + "/feed").reason == "too-large"
        assert time.monotonic() - started < 1


def test_a_slow_server_keeps_nobody_else_waiting(make_fetcher: Callable[..., Fetcher]) -> None:
    fetcher = make_fetcher(fetch_workers=2)
    slow: list[tuple[float, float]] = []
    quick: list[tuple[float, float]] = []
    with (
        serve_routes({"/feed": lambda request: clocked(request, slow, 0.8)}) as first,
        serve_routes({"/feed": lambda request: clocked(request, quick, 0)}) as second,
    ):
        fetch_together(fetcher, [first.base_url + "/feed"] * 2 + [second.base_url + "/feed"] * 3)
    assert max(end for _, end in quick) < min(end for _, end in slow)


def test_no_more_requests_at_once_than_workers(make_fetcher: Callable[..., Fetcher]) -> None:
    fetcher = make_fetcher(fetch_workers=2)
    times: list[tuple[float, float]] = []
    route = {"/feed": lambda request: clocked(request, times, 0.3)}
    with (
        serve_routes(route) as a,
        serve_routes(route) as b,
        serve_routes(route) as c,
        serve_routes(route) as d,
    ):
        fetch_together(fetcher, [server.base_url + "/feed" for server in (a, b, c, d)])
    most = max(sum(start <= moment < end for start, end in times) for moment, _ in times)
    assert most == 2


def test_a_process_has_one_fetcher_for_the_same_settings() -> None:
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(shared_fetcher(Settings(batch_size=7))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({id(fetcher) for fetcher in found}) == 1
    assert shared_fetcher(Settings(batch_size=8)) is not found[0]


def test_a_request_says_where_to_reach_who_asks(make_fetcher: Callable[..., Fetcher]) -> None:
    with serve_routes({"/feed": Reply(200, XML, FEED)}) as newsroom:
        make_fetcher(contact="https://research.example/news").fetch(newsroom.base_url + "/feed")
        assert newsroom.visits[0].request.headers["user-agent"] == "test/1 (+https://research.example/news)"


def test_a_proxy_is_asked_to_connect_and_not_for_hosts_that_need_none(
    fetcher: Fetcher, talk: Callable[..., AbstractContextManager[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []

    def converse(connection: socket.socket, closing: threading.Event) -> None:  # noqa: ARG001
        asked.append(connection.recv(65536).split(b"\r\n")[0])
        connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with talk(converse) as proxy, serve_routes({"/feed": Reply(200, XML, FEED)}) as newsroom:
        monkeypatch.setenv("https_proxy", proxy)
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert failure(fetcher, "https://news.invalid/feed").reason == "connection"
        assert fetcher.fetch(newsroom.base_url + "/feed").body == FEED
    assert {line.split()[:2] == [b"CONNECT", b"news.invalid:443"] for line in asked} == {True}
