"""Where things are on the newsroom's server."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime

    from newsroom.records import NewsArticle, Outlet


def address_part(words: str) -> str:
    """Return words as they stand in an address: "White House" becomes "white-house"."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def home_path(outlet: Outlet) -> str:
    """Return the path of an outlet's front page."""
    return f"/{outlet.id}/"


def section_path(outlet: Outlet, section: str) -> str:
    """Return the path of the page of a section."""
    return f"/{outlet.id}/{address_part(section)}/"


def article_path(outlet: Outlet, article: NewsArticle) -> str:
    """Return the path of an article's page, dated by the outlet's own clock."""
    day = local_time(outlet, article)
    return outlet.article_path.format(
        section=address_part(article.section),
        year=f"{day:%Y}",
        month=f"{day:%m}",
        day=f"{day:%d}",
        slug=article.slug,
    )


def feed_link(outlet: Outlet, article: NewsArticle, base_url: str) -> str:
    """Return an article's address as its feed has it, with tracking parameters where the outlet uses them."""
    query = f"?{outlet.link_query}" if outlet.link_query else ""
    return base_url + article_path(outlet, article) + query


def local_time(outlet: Outlet, article: NewsArticle) -> datetime:
    """Return when an article was published, on the outlet's own clock."""
    return article.published_at.astimezone(ZoneInfo(outlet.timezone))
