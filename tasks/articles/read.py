"""An HTML page becomes an article, or the reason why it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.articles.compose import compose_article
from tasks.articles.decode import decode_html
from tasks.articles.examine import examine_page
from tasks.articles.identity import is_address
from tasks.articles.rules import page_rules
from tasks.articles.verdict import foreign_body
from tasks.errors import ArticleError

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.articles.records import Article
    from tasks.feeds.records import Entry


def read_html(
    body: bytes,
    url: str | None,
    now: datetime,
    *,
    content_type: str | None = None,
    entry: Entry | None = None,
) -> Article:
    """Return the article that a page holds.

    `url` is where it was fetched, None for a file; `now` is when. The `entry` of a feed gives title,
    authors and date where the page has none. Raises ArticleError: ``bad-url``, ``not-html``,
    ``too-complex``, ``script-shell``, ``consent-wall``, ``teaser``, ``listing``, ``video`` or ``no-text``.
    """
    address = url or ""
    if not is_address(address):
        raise ArticleError(address, "bad-url", "not the address of a page")
    foreign = foreign_body(body, content_type)
    if foreign:
        raise ArticleError(address, foreign.reason, foreign.detail)
    found = examine_page(decode_html(body, content_type), address, page_rules())
    return compose_article(found, address, now, entry)
