"""Archived pages read by the present reader, beside what another made of them before."""

from __future__ import annotations

import functools
import hashlib
import zlib
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

from config.settings import CONFIG_FOLDER
from tasks.articles.gather import read_response
from tasks.articles.lookup import read_archived
from tasks.feeds.records import Rejection

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tasks.articles.records import Article
    from tasks.feeds.records import Entry

READER = 1  # raise when the code of this stage changes what comes out of a page
State = Literal["unchanged", "changed", "refused", "taken", "missing"]


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """What is stored of an article that may change when its page is read anew."""

    article_id: int
    fetched_at: datetime
    title: str
    content_sha256: str
    published_at: datetime
    language: str


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """An entry whose page was read before, and the article that it became, None where it was refused."""

    entry: Entry
    stored: StoredArticle | None


@dataclass(frozen=True, slots=True)
class Reparsed:
    """What the present reader makes of a page.

    ``unchanged``: what is stored, an article or a refusal. ``changed``: the article has another title,
    text, date or language. ``refused``: it is no article any more. ``taken``: now it is one. ``missing``:
    the archive does not have the page, or has it torn, or it leads to another article; what is stored stays.
    """

    page: ArchivedPage
    state: State
    article: Article | None = None
    rejection: Rejection | None = None


@functools.cache
def reader_version() -> str:
    """Return a name such as ``pages-1+rules-93bd01aa+trafilatura-2.0.0``: same name, same articles."""
    rules = hashlib.sha256((CONFIG_FOLDER / "pages.yaml").read_bytes()).hexdigest()[:8]
    return f"pages-{READER}+rules-{rules}+trafilatura-{version('trafilatura')}"


def reparse(page: ArchivedPage, archive: Path) -> Reparsed:
    """Return what the present reader makes of a page as it was archived when it was read."""
    stored = page.stored
    try:
        response = read_archived(archive, page.entry.url, stored.fetched_at if stored else None)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        return _missing(page, "torn-record", str(error))
    if response is None:
        return _missing(page, "not-archived", "its page is not in the archive")
    outcome = read_response(page.entry, response)
    article = outcome.article
    if article is None:
        return Reparsed(page, "refused" if stored else "unchanged", rejection=outcome.rejection)
    if stored is None:
        return Reparsed(page, "taken", article)
    if article.article_id != stored.article_id:
        return _missing(page, "other-article", article.canonical_url)
    return Reparsed(page, "changed" if _differs(article, stored) else "unchanged", article)


def _missing(page: ArchivedPage, reason: str, detail: str) -> Reparsed:
    return Reparsed(page, "missing", rejection=Rejection(page.entry.url, "page", reason, detail))


def _differs(article: Article, stored: StoredArticle) -> bool:
    return (article.content_sha256, article.title, article.published_at, article.language) != (
        stored.content_sha256,
        stored.title,
        stored.published_at,
        stored.language,
    )
