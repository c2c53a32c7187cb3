"""Archived pages parsed anew: as they were, changed, an article no more or only now, or lost."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tasks.articles.archive import Archive, archive_files
from tasks.articles.gather import read_response
from tasks.articles.reparse import ArchivedPage, StoredArticle, reader_version, reparse
from tasks.feeds.records import Response

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tasks.feeds.records import Entry

URL = "https://gazette.example/world/treaty"
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SHELL = b"<html><head><script src='/app.js'></script></head><body><div id='root'></div></body></html>"


def archive(folder: Path, body: bytes, at: datetime = AT) -> Response:
    """Keep a page in the archive."""
    response = Response(URL, URL, 200, (("Content-Type", "text/html; charset=utf-8"),), body, at)
    with closing(Archive(folder)) as kept:
        kept.append(response)
    return response


def stored(entry: Entry, response: Response, **otherwise: object) -> ArchivedPage:
    """Return the entry with the article that it became, but for what another reader read otherwise."""
    article = read_response(entry, response).article
    assert article
    same = StoredArticle(
        article.article_id, response.fetched_at, article.title, article.content_sha256,
        article.published_at, article.language,
    )  # fmt: skip
    return ArchivedPage(entry, replace(same, **otherwise))  # type: ignore[arg-type]


@pytest.fixture
def met(entry: Callable[..., Entry]) -> Entry:
    """Return the entry that leads to the page."""
    return replace(entry(), url=URL)


def test_a_page_that_reads_as_before_is_unchanged(
    tmp_path: Path, page: Callable[..., bytes], met: Entry
) -> None:
    response = archive(tmp_path, page())
    archive(tmp_path, page(("Another text altogether, fetched on a later day.",) * 4), AT + timedelta(days=1))
    assert reparse(stored(met, response), tmp_path).state == "unchanged"


@pytest.mark.parametrize(
    "otherwise",
    [
        {"content_sha256": "of a text with the cookie notice"},
        {"title": "Gazette"},
        {"published_at": AT - timedelta(days=400)},
        {"language": "fr"},
    ],
    ids=lambda one: next(iter(one)),
)
def test_another_text_title_date_or_language_is_a_change(
    tmp_path: Path, page: Callable[..., bytes], met: Entry, otherwise: dict[str, object]
) -> None:
    response = archive(tmp_path, page())
    found = reparse(stored(met, response, **otherwise), tmp_path)
    assert found.state == "changed"
    assert found.article == read_response(met, response).article


def test_what_is_no_article_any_more_is_refused_with_the_reason(
    tmp_path: Path, page: Callable[..., bytes], met: Entry
) -> None:
    before = stored(met, Response(URL, URL, 200, (), page(), AT))
    archive(tmp_path, SHELL)
    found = reparse(before, tmp_path)
    assert (found.state, found.rejection and found.rejection.stage) == ("refused", "article")


def test_what_was_refused_and_is_an_article_is_taken(
    tmp_path: Path, page: Callable[..., bytes], met: Entry
) -> None:
    archive(tmp_path, page())
    found = reparse(ArchivedPage(met, None), tmp_path)
    assert found.state == "taken"
    assert found.article


def test_what_was_refused_and_still_is_stays_so(tmp_path: Path, met: Entry) -> None:
    archive(tmp_path, SHELL)
    found = reparse(ArchivedPage(met, None), tmp_path)
    assert (found.state, found.article) == ("unchanged", None)


def test_a_page_that_the_archive_lacks_or_has_torn_is_missing(
    tmp_path: Path, page: Callable[..., bytes], met: Entry
) -> None:
    before = stored(met, Response(URL, URL, 200, (), page(), AT))
    found = reparse(before, tmp_path / "nothing")
    assert (found.state, found.rejection and found.rejection.reason) == ("missing", "not-archived")
    archive(tmp_path, page())
    [file] = archive_files(tmp_path)
    content = bytearray(file.read_bytes())
    content[-40:-20] = bytes(20)
    file.write_bytes(content)
    found = reparse(before, tmp_path)
    assert (found.state, found.rejection and found.rejection.reason) == ("missing", "torn-record")


def test_a_page_that_leads_to_another_article_changes_nothing(
    tmp_path: Path, page: Callable[..., bytes], met: Entry
) -> None:
    response = archive(tmp_path, page())
    found = reparse(stored(met, response, article_id=7), tmp_path)
    assert (found.state, found.rejection and found.rejection.reason) == ("missing", "other-article")


def test_the_reader_names_what_its_articles_depend_on() -> None:
    assert reader_version().startswith("pages-1+rules-")
    assert "+trafilatura-" in reader_version()
