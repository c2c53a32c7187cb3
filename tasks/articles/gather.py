"""Entries become articles: their pages are fetched, archived and read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

from tasks.articles.identity import leads_home
from tasks.articles.read import read_html
from tasks.articles.records import EntryOutcome
from tasks.articles.turns import Turns
from tasks.errors import ArticleError, FetchError
from tasks.feeds.reasons import is_retryable
from tasks.feeds.records import Rejection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.articles.archive import Archive
    from tasks.feeds.fetch import Fetcher
    from tasks.feeds.records import Entry, Response

MAX_THREADS = 8  # a batch; how many requests run at once is for the fetcher to say
# They read the pages. By the threads that fetch, of which a night has 64, none is read sooner, since one
# thread at a time runs Python, but each costs a sixth more, and memory that is not given back. Pages of the
# batch that began first go first: it is then extracted, on another processor, while others are read.
_readers = Turns(2, "read")


def gather_articles(entries: Sequence[Entry], fetcher: Fetcher, archive: Archive) -> tuple[EntryOutcome, ...]:
    """Return one outcome for each entry, in their order; each response is archived before it is read."""
    if not entries:
        return ()
    turn = _readers.next_turn()
    with ThreadPoolExecutor(min(MAX_THREADS, len(entries)), thread_name_prefix="gather") as pool:
        return tuple(pool.map(lambda entry: gather_article(entry, fetcher, archive, turn), entries))


def gather_article(entry: Entry, fetcher: Fetcher, archive: Archive, turn: int) -> EntryOutcome:
    """Return the article that an entry leads to, or why there is none; `turn` is that of its batch."""
    if not entry.url:
        return _rejected(entry, "page", "no-url", "the entry has no link")
    try:
        response = fetcher.fetch_page(entry.url)
    except FetchError as error:
        return _rejected(entry, "page", error.reason, error.detail)
    archive.append(response)
    return read_in_turn(entry, response, turn)


def read_in_turn(entry: Entry, response: Response, turn: int) -> EntryOutcome:
    """Return the same as `read_response`, read by one of the process's few threads for it."""
    return _readers.do(lambda: read_response(entry, response), turn)


def read_response(entry: Entry, response: Response) -> EntryOutcome:
    """Return what a page fetched, or found in the archive, makes of its entry."""
    if leads_home(response.url, response.final_url):
        return _rejected(entry, "page", "redirected-home", response.final_url)
    content_type = next((value for name, value in response.headers if name.lower() == "content-type"), None)
    try:
        article = read_html(
            response.body, response.final_url, response.fetched_at, content_type=content_type, entry=entry
        )
    except ArticleError as error:
        return _rejected(entry, "article", error.reason, error.detail)
    return EntryOutcome(entry, article, None)


def _rejected(entry: Entry, stage: Literal["page", "article"], reason: str, detail: str) -> EntryOutcome:
    rejection = Rejection(entry.url or str(entry.entry_id), stage, reason, detail)
    return EntryOutcome(entry, None, rejection, is_retryable=stage == "page" and is_retryable(reason))
