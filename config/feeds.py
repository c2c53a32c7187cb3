"""The feed list: which feeds a night reads, and what is known of each."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pydantic reads the annotations when the module runs
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from config.yamlfile import YamlFile, load_yaml, shaped

Kind = Literal[
    "independent",
    "news_agency",
    "public_broadcaster",
    "state_media",
    "state_funded",
    "government",
    "intergovernmental",
]


class Feed(BaseModel):
    """One feed of the list.

    `id` is for ever: rename the feed, keep its id. `country` is ISO 3166 alpha-3, or the code of
    the organisation whose feed it is (UN, EU, NATO). `language` is ISO 639-1. `state_owned` says
    whether a state owns or directs it, None where that is not settled.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)
    name: str = Field(min_length=1)
    url: str = Field(pattern=r"^https?://[^\s/]+")
    country: str = Field(pattern=r"^[A-Z]{2,8}$")
    language: str = Field(pattern=r"^[a-z]{2}$")
    kind: Kind
    state_owned: bool | None = None
    enabled: bool = True
    note: str = ""


class _FeedList(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    feeds: tuple[Feed, ...]


def load_feeds(path: Path) -> tuple[Feed, ...]:
    """Return the feeds of a list, in its order.

    Raises ConfigError in one line that names file, line, key and what is allowed; besides a
    malformed list also for an id or an address that two feeds share.
    """
    file = load_yaml(path)
    feeds = shaped(file, _FeedList).feeds
    for key in ("id", "url"):
        _refuse_repeated(file, feeds, key)
    return feeds


def _refuse_repeated(file: YamlFile, feeds: tuple[Feed, ...], key: str) -> None:
    met: dict[str, Feed] = {}
    for place, feed in enumerate(feeds):
        value = getattr(feed, key)
        if value in met:
            raise file.error(("feeds", place, key), f"{value} stands for {met[value].name} already")
        met[value] = feed
