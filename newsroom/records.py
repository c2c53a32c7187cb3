"""What the sample newsroom is made of: outlets, their articles and the addresses of their feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - pydantic reads the annotations of a dataclass in a model
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

FeedFormat = Literal["rss", "atom", "rdf"]
LinkedData = Literal["object", "graph", "list", "none"]
PageKind = Literal["article", "video", "missing"]


class Outlet(BaseModel):
    """One invented outlet; `newsroom/outlets.yaml` says what its fields mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str
    tagline: str
    country: str = Field(pattern=r"^[A-Z]{3}$")
    language: Literal["en", "de"]
    kind: Literal["independent", "public_broadcaster", "news_agency"]
    format: FeedFormat
    path: str = Field(pattern=r"^/")
    article_path: str = Field(pattern=r"^/.*\{slug\}")
    timezone: str
    linked_data: LinkedData
    sections: tuple[str, ...] = Field(min_length=1)
    guid: Literal["permalink", "opaque"] = "permalink"
    link_query: str = ""
    encoding: Literal["utf-8", "windows-1252"] = "utf-8"
    quotes: Literal["straight", "curly"] = "straight"
    is_down: bool = False

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, OSError) as error:  # "Europe" alone is a folder
            raise ValueError(f"{value} is no time zone, such as Europe/Vienna") from error
        return value


@dataclass(frozen=True, slots=True)
class NewsArticle:
    """One article of an outlet, or an entry of its feed that leads to none.

    `published_at` is UTC and aware, `slug` is the end of its file's name. The page of a ``video`` has
    only a player on it, that of a ``missing`` article is answered with 404; neither has paragraphs.
    """

    outlet_id: str
    slug: str
    title: str
    published_at: datetime
    section: str
    authors: tuple[str, ...]
    summary: str
    paragraphs: tuple[str, ...]
    page: PageKind = "article"


@dataclass(frozen=True, slots=True)
class FeedDescriptor:
    """One feed as a feed list names it; `country` is ISO 3166 alpha-3, `language` ISO 639-1."""

    id: str
    name: str
    url: str
    country: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page; `note` is what stands beside it: a section, a date."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What the template of an article's page shows.

    `others` link to the outlet's other articles, those nearest in time first; one of them interrupts
    the text behind paragraph number `break_after`. `latest` are its newest. Times are those of the
    outlet's clock.
    """

    outlet: Outlet
    article: NewsArticle
    url: str
    home_url: str
    section_url: str
    feed_url: str
    published_at: datetime
    modified_at: datetime
    published_words: str
    navigation: tuple[Link, ...]
    others: tuple[Link, ...]
    latest: tuple[Link, ...]
    break_after: int
