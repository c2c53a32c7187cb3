"""Items of a feed become entries, or rejections with their reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.feeds.dates import few_foreign_days, parse_date
from tasks.feeds.identity import entry_id, resolve_link
from tasks.feeds.records import Entry, Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An item as its feed has it, whatever the dialect.

    `links` are the addresses given for its page, the best first; `permalink` is the guid where it
    is meant to be an address, too. `dates` are strings, those of publication before those of change;
    `updated` is that of the last change alone, empty where there is none.
    """

    links: tuple[str, ...]
    permalink: str | None
    guid: str | None
    title: str
    summary: str
    authors: tuple[str, ...]
    dates: tuple[str, ...]
    updated: str = ""


def entries_of(
    items: Iterable[FeedItem | None], *, feed_id: str, base_url: str, now: datetime
) -> tuple[tuple[Entry, ...], tuple[Rejection, ...]]:
    """Return the entries that a feed's items are, and a rejection for each of the others.

    Reasons: ``no-link`` and ``bad-link`` for an item without a page that can be fetched, ``repeated``
    for one whose page another item has brought already, ``unparseable`` for None.
    """
    entries: dict[int, Entry] = {}
    rejections = []
    read_foreign = few_foreign_days()
    for place, item in enumerate(items, 1):
        if item is None:
            rejections.append(Rejection(f"item {place}", "entry", "unparseable", "the parser fails on it"))
            continue
        url, flaw = page_of(item, base_url)
        if url is None:
            subject = item.guid or item.title or f"item {place}"
            reason, detail = ("bad-link", flaw) if flaw else ("no-link", "an item without a link to a page")
            rejections.append(Rejection(subject, "entry", reason, detail))
            continue
        entry = _entry(item, url, feed_id, lambda text: parse_date(text, now, read_foreign))
        # A live blog links each of its posts to the one page that they stand on.
        if entry.entry_id in entries:
            rejections.append(Rejection(url, "entry", "repeated", entry.title))
            continue
        entries[entry.entry_id] = entry
    return tuple(entries.values()), tuple(rejections)


def page_of(item: FeedItem, base_url: str) -> tuple[str | None, str]:
    """Return the address of an item's page, or None and what is wrong with the link it has, if any."""
    is_address = (item.permalink or "").startswith(("http://", "https://"))
    links = (*item.links, item.permalink) if item.permalink and is_address else item.links
    flaw = ""
    for link in links:
        try:
            return resolve_link(link, base_url), ""
        except ValueError as error:
            flaw = flaw or f"{error}: {link[:200]}"
    return None, flaw


def _entry(item: FeedItem, url: str, feed_id: str, read_date: Callable[[str], datetime | None]) -> Entry:
    dates = map(read_date, item.dates)
    return Entry(
        entry_id=entry_id(feed_id=feed_id, url=url, guid=item.guid, title=item.title, summary=item.summary),
        feed_id=feed_id,
        url=url,
        guid=item.guid,
        title=item.title,
        summary=item.summary,
        authors=item.authors,
        published_at=next((date for date in dates if date), None),
        updated_at=read_date(item.updated) if item.updated else None,
    )
