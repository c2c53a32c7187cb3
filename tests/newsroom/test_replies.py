"""Answers the newsroom can be told to give: documents with validators, redirects, broken and slow ones."""

from __future__ import annotations

import gzip
import re
import time
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection, IncompleteRead
from typing import TYPE_CHECKING

import pytest
import requests

from newsroom.replies import Reply, document, drip, redirect, truncated
from newsroom.server import HOST, serve_routes

if TYPE_CHECKING:
    from newsroom.server import Newsroom

CHANGED_AT = datetime(2022, 2, 4, 15, 12, 30, 999, tzinfo=UTC)
BODY = b"<p>Paris praised Berlin.</p>" * 50
PAGE = document(BODY, "text/html; charset=utf-8", CHANGED_AT)


def get(newsroom: Newsroom, path: str, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(newsroom.base_url + path, headers=named, timeout=5, allow_redirects=False)


def test_a_document_is_sent_whole_with_its_validators() -> None:
    with serve_routes({"/page": PAGE}) as newsroom:
        answer = get(newsroom, "/page", Accept_Encoding="identity")
    assert answer.status_code == 200
    assert answer.content == BODY
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(BODY))
    assert answer.headers["Last-Modified"] == "Fri, 04 Feb 2022 15:12:30 GMT"
    assert re.fullmatch(r'W/"[0-9a-f]{20}"', answer.headers["ETag"])
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [
        ("gzip", True),
        ("deflate, GZip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("br, identity", False),
        ("", False),
    ],
)
def test_gzip_comes_where_it_is_accepted(accepted: str, is_compressed: bool) -> None:  # noqa: FBT001
    with (
        serve_routes({"/page": PAGE}) as newsroom,
        requests.get(
            newsroom.base_url + "/page", headers={"Accept-Encoding": accepted}, stream=True, timeout=5
        ) as answer,
    ):
        sent = answer.raw.read(decode_content=False)
    assert answer.headers.get("Content-Encoding") == ("gzip" if is_compressed else None)
    assert (gzip.decompress(sent) if is_compressed else sent) == BODY
    assert answer.headers["Content-Length"] == str(len(sent))


def test_a_client_with_the_same_copy_is_told_so() -> None:
    with serve_routes({"/page": PAGE}) as newsroom:
        tag = get(newsroom, "/page").headers["ETag"]
        same = [
            get(newsroom, "/page", If_None_Match=tag),
            get(newsroom, "/page", If_None_Match=tag.removeprefix("W/")),
            get(newsroom, "/page", If_None_Match=f'"other", {tag}'),
            get(newsroom, "/page", If_None_Match="*"),
            get(newsroom, "/page", If_Modified_Since="Fri, 04 Feb 2022 15:12:30 GMT"),
            get(newsroom, "/page", If_Modified_Since="Sat, 05 Feb 2022 00:00:00 GMT"),
        ]
        assert newsroom.count("/page", 304) == len(same)
        assert newsroom.count("/page") == len(same) + 1
    assert [(answer.status_code, answer.content) for answer in same] == [(304, b"")] * len(same)
    assert same[0].headers["ETag"] == tag
    assert "Content-Type" not in same[0].headers


def test_a_client_with_another_copy_gets_this_one() -> None:
    with serve_routes({"/page": PAGE, "/undated": document(BODY, "text/html")}) as newsroom:
        other = [
            get(newsroom, "/page", If_None_Match='"other"'),
            get(newsroom, "/page", If_Modified_Since="Fri, 04 Feb 2022 15:12:29 GMT"),
            get(newsroom, "/page", If_Modified_Since="some day"),
            # The tag decides alone (RFC 9110, 13.2.2).
            get(
                newsroom, "/page", If_None_Match='"other"', If_Modified_Since="Sat, 05 Feb 2022 00:00:00 GMT"
            ),
            get(newsroom, "/undated", If_Modified_Since="Sat, 05 Feb 2022 00:00:00 GMT"),
        ]
    assert [(answer.status_code, answer.content) for answer in other] == [(200, BODY)] * len(other)


def test_the_tag_follows_the_body() -> None:
    routes = {"/a": document(b"a", "text/plain"), "/b": document(b"b", "text/plain")}
    with serve_routes(routes) as newsroom:
        assert get(newsroom, "/a").headers["ETag"] != get(newsroom, "/b").headers["ETag"]


def test_head_gets_the_head_alone_and_keeps_the_connection() -> None:
    with serve_routes({"/page": PAGE, "/stream": drip([b"x"], 0)}) as newsroom:
        port = int(newsroom.base_url.rpartition(":")[2])
        with closing(HTTPConnection(HOST, port, timeout=5)) as connection:
            for _ in range(2):
                connection.request("HEAD", "/page")
                answer = connection.getresponse()
                assert answer.headers["Content-Length"] == str(len(BODY))
                assert answer.read() == b""
                assert not answer.will_close
            connection.request("HEAD", "/stream")
            assert connection.getresponse().read() == b""
        assert [visit.request.method for visit in newsroom.visits] == ["HEAD"] * 3


def test_a_redirect_leads_on() -> None:
    routes = {"/old": redirect("/new", 301), "/new": Reply(200, {}, b"here"), "/loop": redirect("/loop")}
    with serve_routes(routes) as newsroom:
        assert get(newsroom, "/old").status_code == 301
        followed = requests.get(newsroom.base_url + "/old", timeout=5)
        with pytest.raises(requests.TooManyRedirects):
            requests.get(newsroom.base_url + "/loop", timeout=5)
    assert followed.content == b"here"
    assert followed.url.endswith("/new")


def test_a_truncated_body_ends_before_its_announced_length() -> None:
    with serve_routes({"/cut": truncated(BODY, 100)}) as newsroom:
        port = int(newsroom.base_url.rpartition(":")[2])
        with closing(HTTPConnection(HOST, port, timeout=5)) as connection:
            connection.request("GET", "/cut")
            answer = connection.getresponse()
            assert answer.headers["Content-Length"] == str(len(BODY))
            with pytest.raises(IncompleteRead) as raised:
                answer.read()
    assert raised.value.partial == BODY[:100]


def test_drips_arrive_one_by_one() -> None:
    with (
        serve_routes({"/slow": drip([b"<a>", b"<b>", b"<c>"], 0.05)}) as newsroom,
        requests.get(newsroom.base_url + "/slow", stream=True, timeout=5) as answer,
    ):
        assert "Content-Length" not in answer.headers
        started = time.monotonic()
        arrivals = [(chunk, time.monotonic() - started) for chunk in answer.iter_content(3)]
    assert [chunk for chunk, _ in arrivals] == [b"<a>", b"<b>", b"<c>"]
    assert arrivals[2][1] - arrivals[0][1] >= 0.08
