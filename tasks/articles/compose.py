"""What was found on a page becomes an article, with what the feed knows where the page is silent."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from tasks.articles.dating import page_date
from tasks.articles.identity import article_id, content_hash, own_address
from tasks.articles.language import find_language
from tasks.articles.records import Article
from tasks.articles.text import count_words

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.articles.examine import Examined
    from tasks.articles.metadata import Metadata
    from tasks.articles.records import DateBasis
    from tasks.feeds.records import Entry


def compose_article(found: Examined, url: str, now: datetime, entry: Entry | None) -> Article:
    """Return the article; `url` is where its page was fetched at `now`, or empty."""
    metadata = found.metadata
    text = "\n".join(found.body.paragraphs)
    address = own_address(metadata.addresses, url)
    published_at, basis = _date(metadata, url or address, now, entry)
    return Article(
        article_id=article_id(address, text),
        url=url,
        canonical_url=address,
        title=metadata.title or (entry.title if entry else ""),
        authors=metadata.authors or (entry.authors if entry else ()),
        published_at=published_at,
        published_date=published_at.date(),
        date_basis=basis,
        fetched_at=now,
        language=find_language(text, metadata.languages),
        section=metadata.section,
        text=text,
        word_count=count_words(text),
        content_sha256=content_hash(text),
        agreement=found.body.agreement,
        is_free=metadata.is_free,
    )


def _date(metadata: Metadata, url: str, now: datetime, entry: Entry | None) -> tuple[datetime, DateBasis]:
    """Return when the article was published, to the second in UTC, and who says so."""
    feed_date = entry.published_at if entry else None
    on_page = page_date(metadata.published, metadata.modified, url, now, feed_date)
    if on_page:
        return _to_the_second(on_page), "page"
    return (_to_the_second(feed_date), "feed") if feed_date else (_to_the_second(now), "fetched")


def _to_the_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
