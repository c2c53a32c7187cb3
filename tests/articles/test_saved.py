"""Saved pages: which files are taken, whose they are, and what they are known by."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tasks.articles.saved import Saved, find_saved, read_saved
from tasks.errors import ArticleError, ConfigError
from tasks.feeds.identity import entry_id

if TYPE_CHECKING:
    from pathlib import Path

    from tasks.articles.saved import SavedPage

WRITTEN = datetime(2019, 5, 4, 3, 2, 1, tzinfo=UTC)


def read(path: Path) -> SavedPage:
    return read_saved(Saved(path), lambda url: "paper" if "paper" in url else "import", 1000)


def write(path: Path, content: bytes = b"<p>One") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (WRITTEN.timestamp(), WRITTEN.timestamp()))
    return path


def test_a_folder_is_searched_through(tmp_path: Path) -> None:
    for name in ("b.html", "a/a.htm", "a/c.html.gz", "notes.txt", "b.html.json"):
        write(tmp_path / name)
    found, torn = find_saved([tmp_path])
    assert [one.subject for one in found] == ["a.htm", "c.html.gz", "b.html"]
    assert torn == ()


@pytest.mark.parametrize("name", ["", "none", "a.txt"])
def test_where_there_is_nothing_the_error_says_so(name: str, tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    with pytest.raises(ConfigError, match=r"\.warc\.gz|no such file"):
        find_saved([tmp_path / name])


def test_a_torn_warc_file_is_told_with_its_place(tmp_path: Path) -> None:
    found, [torn] = find_saved([write(tmp_path / "a.warc.gz", b"\x1f\x8b\x08torn")])
    assert found == ()
    assert (torn.subject, torn.reason) == ("a.warc.gz@0", "torn-record")


def test_a_page_without_notes_is_known_by_its_bytes(tmp_path: Path) -> None:
    page = read(write(tmp_path / "a.html"))
    assert (page.entry.url, page.entry.feed_id, page.response.fetched_at) == ("", "import", WRITTEN)
    assert read(write(tmp_path / "moved/b.html")).entry.entry_id == page.entry.entry_id
    assert read(write(tmp_path / "a.html", b"<p>Two")).entry.entry_id != page.entry.entry_id


@pytest.mark.parametrize("beside", ["a.html.json", "a.json"])
def test_notes_beside_a_page_tell_its_address_and_times(beside: str, tmp_path: Path) -> None:
    url = "https://paper.test/a-1?utm_source=rss"
    notes = {
        "url": url,
        "fetched_at": "2018-01-02T03:04:05Z",
        "title": "T",
        "published_at": "2018-01-01",
        "x": 1,
    }
    write(tmp_path / beside, json.dumps(notes).encode())
    page = read(write(tmp_path / "a.html"))
    assert (page.entry.feed_id, page.entry.title, page.response.final_url) == ("paper", "T", url)
    assert page.response.fetched_at == datetime(2018, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert page.entry.published_at == datetime(2018, 1, 1, tzinfo=UTC)
    linked = entry_id(feed_id="other", url="https://paper.test/a-1", guid=None, title="", summary="")
    assert page.entry.entry_id == linked  # as if a feed had led there


@pytest.mark.parametrize(
    ("notes", "reason"),
    [
        (b"{", "bad-sidecar"),
        (b"[" * 9999, "bad-sidecar"),
        (b"[1]", "bad-sidecar"),
        (b'{"fetched_at": "yesterday"}', "bad-sidecar"),
        (b'{"url": "ftp://a.test/"}', "bad-link"),
        (b'{"url": "http://[::1"}', "bad-link"),
    ],
)
def test_notes_that_cannot_be_read_cost_their_page(notes: bytes, reason: str, tmp_path: Path) -> None:
    write(tmp_path / "a.html.json", notes)
    with pytest.raises(ArticleError) as caught:
        read(write(tmp_path / "a.html"))
    assert (caught.value.subject, caught.value.reason) == ("a.html", reason)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html", b"a" * 1001, "too-large"),
        ("a.html.gz", gzip.compress(b"a" * 1001, mtime=0), "too-large"),
        ("a.html.gz", gzip.compress(b"abc", mtime=0)[:-3], "torn-record"),
        ("a.html.gz", b"plain", "torn-record"),
    ],
)
def test_files_that_are_too_large_or_torn(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        read(write(tmp_path / name, content))
    assert caught.value.reason == reason
