"""WARC files of others: compressed by record or not, with what crawlers write, torn anywhere."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tasks.articles.archive import Archive
from tasks.articles.warc import find_records, read_record
from tasks.errors import ArticleError, ConfigError
from tasks.feeds.records import Response

if TYPE_CHECKING:
    from pathlib import Path

DATE = "2019-05-04T03:02:01Z"
LIMIT = 10**6


def record(
    number: int, body: bytes, *, status: str = "200 OK", encoding: str = "", kind: str = "response"
) -> bytes:
    """Return a record as a crawler writes it, uncompressed."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    headers = [("Content-Type", "text/html")] + ([("Content-Encoding", encoding)] if encoding else [])
    http = None if kind == "resource" else StatusAndHeaders(status, headers, protocol="HTTP/1.1")
    made = writer.create_warc_record(
        f"https://news.test/{number}", kind, payload=io.BytesIO(body), length=len(body), http_headers=http,
        warc_content_type="text/html" if kind == "resource" else "", warc_headers_dict={"WARC-Date": DATE},
    )  # fmt: skip
    writer.write_record(made)
    return buffer.getvalue()


def write(path: Path, *records: bytes) -> Path:
    """Write records, each compressed for itself where the file's name says so."""
    parts = [gzip.compress(one, mtime=0) if path.suffix == ".gz" else one for one in records]
    path.write_bytes(b"".join(parts))
    return path


def bodies(path: Path) -> list[bytes]:
    return [read_record(path, place, LIMIT).body for place in find_records(path)[0]]


@pytest.fixture(params=["a.warc", "a.warc.gz"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file: Path = tmp_path / request.param
    return file


def test_pages_are_found_among_other_records(path: Path) -> None:
    other = record(9, b"GET / HTTP/1.1\r\n\r\n", kind="resource").replace(
        b"Type: resource", b"Type: metadata"
    )
    write(path, other, record(1, b"one"), other, record(2, b"two"))
    places, torn = find_records(path)
    assert (len(places), torn) == (2, ())
    found = read_record(path, places[0], LIMIT)
    assert (found.url, found.final_url, found.status, found.body) == (
        "https://news.test/1", "https://news.test/1", 200, b"one",
    )  # fmt: skip
    assert found.fetched_at == datetime(2019, 5, 4, 3, 2, 1, tzinfo=UTC)


def test_what_was_compressed_on_the_wire_is_opened(path: Path) -> None:
    write(path, record(1, gzip.compress(b"one"), encoding="gzip"), record(2, b"two", kind="resource"))
    assert bodies(path) == [b"one", b"two"]


def test_a_page_that_was_an_error_says_so(path: Path) -> None:
    write(path, record(1, b"gone", status="404 Not Found"))
    with pytest.raises(ArticleError) as caught:
        bodies(path)
    assert (caught.value.subject, caught.value.reason) == ("https://news.test/1", "http-404")


def test_a_page_beyond_the_limit_is_not_read(path: Path) -> None:
    write(path, record(1, gzip.compress(b"a" * (LIMIT + 1)), encoding="gzip"))
    with pytest.raises(ArticleError, match="too-large"):
        bodies(path)


def test_a_torn_end_costs_its_record(path: Path) -> None:
    whole = write(path, record(1, b"one"), record(2, b"two" * 99)).read_bytes()
    (first, _), _ = find_records(path)
    for cut in (1, 30, 200):
        path.write_bytes(whole[:-cut])
        assert bodies(path) == [b"one"]
        assert find_records(path)[1] == (sum(first),)


def test_garbage_between_records_costs_nothing_else(path: Path) -> None:
    one, two = record(1, b"one"), record(2, b"two")
    parts = [gzip.compress(part, mtime=0) if path.suffix == ".gz" else part for part in (one, two)]
    path.write_bytes(parts[0] + b"\r\nnothing\r\n\r\n" + parts[1])
    assert bodies(path) == [b"one", b"two"]
    assert find_records(path)[1] == (len(parts[0]),)


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 99, b"WARC/1.0\r\n", b"WARC/1.0\r\nContent-Length: 99\r\n\r\n"]
)
def test_what_is_no_warc_file_at_all(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    assert find_records(path) == ((), (0,) if content else ())


def test_a_file_compressed_as_a_whole_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(record(1, b"one") + record(2, b"two")))
    with pytest.raises(ConfigError, match="gunzip"):
        find_records(path)


def test_our_own_archive_is_read_too(tmp_path: Path) -> None:
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    at = datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=UTC)
    kept = Response("https://a.test/1", "https://a.test/2", 200, headers, b"<p>One", at)
    archive = Archive(tmp_path)
    archive.append(kept)
    archive.close()
    [file] = tmp_path.glob("*.warc.gz")
    [place] = find_records(file)[0]
    found = read_record(file, place, LIMIT)
    assert (found.url, found.final_url, found.body, found.fetched_at) == (
        kept.url,
        kept.final_url,
        kept.body,
        at,
    )
