"""The feed list that geostance comes with."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml

from config.feeds import load_feeds
from config.settings import CONFIG_FOLDER
from tasks.feeds.identity import resolve_link

if TYPE_CHECKING:
    from pathlib import Path

FEEDS = load_feeds(CONFIG_FOLDER / "feeds.yaml")
ORGANISATIONS = {"UN", "EU", "NATO", "IAEA"}


def test_the_list_is_long_and_wide() -> None:
    assert len(FEEDS) == 80
    assert sum(feed.enabled for feed in FEEDS) == 65
    assert len({feed.country for feed in FEEDS}) >= 40
    assert len({feed.language for feed in FEEDS}) >= 8


def test_countries_are_alpha_3_and_organisations_have_their_codes() -> None:
    for feed in FEEDS:
        assert len(feed.country) == 3 or feed.country in ORGANISATIONS, feed.id
        assert (feed.kind == "intergovernmental") == (feed.country in ORGANISATIONS), feed.id


def test_who_owns_a_feed_agrees_with_its_kind() -> None:
    for feed in FEEDS:
        if feed.kind in {"state_media", "state_funded", "government"}:
            assert feed.state_owned is True, feed.id
        if feed.kind in {"public_broadcaster", "intergovernmental"}:
            assert feed.state_owned is None, feed.id
        if feed.kind in {"independent", "news_agency"}:
            assert feed.state_owned is not True, feed.id


def test_addresses_can_be_asked_for() -> None:
    for feed in FEEDS:
        assert resolve_link(feed.url, "") == feed.url
        assert not urlsplit(feed.url).fragment


def test_the_list_says_what_is_known_of_each_feed(shared: Path) -> None:
    known = yaml.safe_load((shared / "feeds.yaml").read_text(encoding="utf-8"))["feeds"]
    of_list = {feed.id: feed for feed in FEEDS}
    assert of_list.keys() == {row["id"] for row in known}
    for row in known:
        feed = of_list[row["id"]]
        assert (feed.url, feed.language, feed.kind, feed.enabled) == (
            row["url"], row["language"], row["kind"], row["enabled"],
        )  # fmt: skip
        assert feed.state_owned is True or not row["state_affiliation"]
