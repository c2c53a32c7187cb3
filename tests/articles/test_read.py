"""From the bytes of a page to an article, or to the true reason why there is none."""

# ruff: noqa: RUF001 - letters of other scripts and languages are the point

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from newsroom.pages import render_not_found
from tasks.articles.read import read_html
from tasks.errors import ArticleError
from tasks.feeds.identity import hash63
from tests.articles.samples import Sample, sample_articles, sample_listings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tasks.feeds.records import Entry

URL = "https://news.test/world/ruritania-refuses-1"
SAMPLES = sample_articles()


def reason_of(body: bytes, now: datetime, url: str | None = URL) -> str:
    with pytest.raises(ArticleError) as refused:
        read_html(body, url, now)
    assert refused.value.subject == (url or "")
    return refused.value.reason


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.outlet.id}-{sample.article.slug}")
def test_each_article_of_the_sample_newsroom_is_read_to_the_letter(sample: Sample, now: datetime) -> None:
    content_type = f"text/html; charset={sample.outlet.encoding}"
    read = read_html(sample.body, f"{sample.url}?utm_source=rss", now, content_type=content_type)
    source = sample.article
    assert read.text == "\n".join(source.paragraphs)
    assert (read.title, read.authors, read.section) == (source.title, source.authors, source.section)
    assert (read.published_at, read.date_basis) == (source.published_at, "page")
    assert (read.canonical_url, read.language) == (sample.url, sample.outlet.language)
    assert read.agreement is not None
    assert read.agreement > 0.95


def test_the_sample_newsroom_has_seven_designs() -> None:
    assert len({sample.outlet.id for sample in SAMPLES}) == 7


@pytest.mark.parametrize(
    ("url", "body"), sample_listings(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_pages_that_list_articles_are_none(url: str, body: bytes, now: datetime) -> None:
    assert reason_of(body, now, url) in {"listing", "no-text"}


def test_front_pages_are_listings(now: datetime) -> None:
    fronts = [(url, body) for url, body in sample_listings() if url.count("/") == 4]
    assert len(fronts) == 7
    assert {reason_of(body, now, url) for url, body in fronts} == {"listing"}


def test_video_pages_are_videos(now: datetime) -> None:
    videos = sample_articles("video")
    assert videos
    assert {reason_of(sample.body, now, sample.url) for sample in videos} == {"video"}


def test_a_page_that_says_it_is_not_there(now: datetime) -> None:
    assert reason_of(render_not_found("/gone"), now) == "no-text"


def test_all_that_is_known_of_an_article(
    page: Callable[..., bytes], paragraphs: tuple[str, ...], now: datetime
) -> None:
    head = (
        "<link rel='canonical' href='https://news.test/world/ruritania-refuses'>"
        "<meta name='author' content='Anna Li'><meta property='article:section' content='World'>"
        "<meta property='article:published_time' content='2026-11-23T10:15:30.5+02:00'>"
        "<meta property='article:content_tier' content='free'>"
    )
    read = read_html(page(head=head), URL, now)
    assert read.url == URL
    assert read.canonical_url == "https://news.test/world/ruritania-refuses"
    assert read.article_id == hash63(read.canonical_url)
    assert (read.title, read.authors, read.section) == ("Ruritania refuses", ("Anna Li",), "World")
    assert read.published_at == datetime(2026, 11, 23, 8, 15, 30, tzinfo=UTC)
    assert (str(read.published_date), read.date_basis, read.fetched_at) == ("2026-11-23", "page", now)
    assert (read.text, read.word_count) == ("\n".join(paragraphs), len(read.text.split()))
    assert (read.agreement, read.is_free) == (1.0, True)
    assert len(read.content_sha256) == 64


def test_the_day_of_an_article_is_that_of_utc(page: Callable[..., bytes], now: datetime) -> None:
    head = "<meta property='article:published_time' content='2026-11-23T01:15:00+09:00'>"
    assert str(read_html(page(head=head), URL, now).published_date) == "2026-11-22"


def test_the_feed_knows_what_the_page_does_not_say(
    page: Callable[..., bytes], entry: Callable[..., Entry], now: datetime
) -> None:
    published_at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    body = page().replace(b"<h1>Ruritania refuses</h1>", b"")
    read = read_html(body, URL, now, entry=entry(authors=("Bo Ek",), published_at=published_at))
    assert (read.title, read.authors) == ("Ruritania refuses to sign", ("Bo Ek",))
    assert (read.published_at, read.date_basis) == (published_at, "feed")


def test_the_page_goes_before_the_feed(
    page: Callable[..., bytes], entry: Callable[..., Entry], now: datetime
) -> None:
    head = (
        "<meta name='author' content='Anna Li'>"
        "<meta property='article:published_time' content='2026-11-20T10:00:00Z'>"
    )
    feed = entry(authors=("Bo Ek",), published_at=datetime(2026, 11, 22, tzinfo=UTC))
    read = read_html(page(head=head), URL, now, entry=feed)
    assert (read.title, read.authors, read.date_basis) == ("Ruritania refuses", ("Anna Li",), "page")
    assert read.published_at.day == 20


def test_without_any_date_it_is_that_of_fetching(page: Callable[..., bytes], now: datetime) -> None:
    read = read_html(page(), URL, now + timedelta(microseconds=5))
    assert (read.published_at, read.date_basis) == (now, "fetched")


def test_a_file_has_no_address(page: Callable[..., bytes], now: datetime) -> None:
    read = read_html(page(), None, now)
    assert (read.url, read.canonical_url) == ("", "")
    assert read.article_id == hash63(read.text)
    assert reason_of(b"<p>Nothing", now, None) == "no-text"


def test_two_addresses_of_one_page_are_one_article(page: Callable[..., bytes], now: datetime) -> None:
    head = "<link rel='canonical' href='https://news.test/world/ruritania-refuses-1'>"
    first = read_html(page(head=head), f"{URL}?utm_source=rss", now)
    second = read_html(page(head=head), "https://amp.news.test/r/1", now)
    assert first.article_id == second.article_id


@pytest.mark.parametrize("body", [b"", b"\x00" * 100, b"%PDF-1.7 ...", b"<html>", b"\xff\xfe"])
def test_what_is_no_page_is_refused_with_a_reason(body: bytes, now: datetime) -> None:
    assert reason_of(body, now) in {"no-text", "not-html"}


@pytest.mark.parametrize(
    "url", ["http://[::1", "no address", "mailto:x@news.test", "http://", "//news.test/1"]
)
def test_an_address_that_is_none(url: str, page: Callable[..., bytes], now: datetime) -> None:
    assert reason_of(page(), now, url) == "bad-url"


def test_threads_read_at_the_same_time(now: datetime) -> None:
    samples = SAMPLES[:24] * 2
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda sample: read_html(sample.body, sample.url, now).text, samples))
    assert texts == ["\n".join(sample.article.paragraphs) for sample in samples]


def test_reading_needs_no_model_and_is_quick_to_import() -> None:
    code = "import json, sys, tasks.articles.read; print(json.dumps(sorted(sys.modules)))"
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(json.loads(done.stdout))
    assert not modules & {"spacy", "onnxruntime", "tokenizers", "torch", "prefect", "duckdb", "requests"}
    assert time.monotonic() - started < 20  # a second, on a machine that does nothing else


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("07a_js_shell.html", "script-shell"),
        ("07b_paywall_teaser.html", "teaser"),
        ("07c_consent_wall.html", "consent-wall"),
        ("04a_empty_200.xml", "no-text"),
        ("04b_challenge_200.html", "no-text"),
        ("05_gzip_bomb_512MiB.xml.gz", "not-html"),
        ("06a_cp1251_no_declaration.xml", "not-html"),
        ("10a_200k_links.html", "too-complex"),
        ("10b_100k_attributes.html", "too-complex"),
        ("10c_100k_nested_div.html", "too-complex"),
        ("10d_5k_nested_article.html", "too-complex"),
    ],
)
def test_nasty_pages_are_refused_with_the_true_reason_in_no_time(
    name: str, reason: str, shared: Path, now: datetime
) -> None:
    body = (shared / "nasty" / name).read_bytes()
    started = time.process_time()
    assert reason_of(body, now) == reason
    assert time.process_time() - started < 5


@pytest.mark.shared
def test_related_headlines_at_the_end_do_not_reach_the_text(shared: Path, now: datetime) -> None:
    read = read_html((shared / "nasty/07d_related_at_end.html").read_bytes(), URL, now)
    assert read.text.count("Paragraph") == 6
    assert "Israel" not in read.text
    assert "Read more" not in read.text


@pytest.mark.shared
def test_turkish_in_its_old_charset(shared: Path, now: datetime) -> None:
    read = read_html((shared / "nasty/06d_iso8859_9.html").read_bytes(), URL, now)
    assert read.text.startswith("Cumhurbaşkanı Erdoğan, Ankara'da")
    assert read.language == "tr"


@pytest.mark.shared
def test_a_syndicated_story_has_its_source_s_address(shared: Path, now: datetime) -> None:
    original = read_html(
        (shared / "nasty/08a_wire_original.html").read_bytes(), "https://wire.test/iran-1", now
    )
    copy = read_html((shared / "nasty/08d_syndicated_canonical.html").read_bytes(), URL, now)
    assert (copy.article_id, copy.content_sha256) == (original.article_id, original.content_sha256)


@pytest.mark.shared
def test_a_silent_edit_shows_and_a_counter_does_not(shared: Path, now: datetime) -> None:
    first, edited, counted = (
        read_html((shared / "nasty" / name).read_bytes(), URL, now).content_sha256
        for name in ("09a_edit_v1.html", "09b_edit_v2.html", "09c_noise_only.html")
    )
    assert first == counted
    assert first != edited
