"""The feed list: the one that is shipped, and what is said of a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.feeds import load_feeds
from config.settings import CONFIG_FOLDER
from tasks.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
feeds:
- id: bbc
  name: BBC
  url: https://bbc.example/rss
  country: GBR
  language: en
  kind: public_broadcaster
"""


def test_the_list_that_is_shipped_is_sound() -> None:
    feeds = load_feeds(CONFIG_FOLDER / "feeds.yaml")
    assert len(feeds) >= 60
    assert sum(feed.enabled for feed in feeds) >= 60
    assert len({feed.country for feed in feeds}) >= 30


def test_a_feed_is_enabled_unless_it_says_no(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(GOOD, encoding="utf-8")
    [feed] = load_feeds(path)
    assert (feed.enabled, feed.state_owned) == (True, None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "language: en",
            "langage: en",
            r"feeds.yaml:\d: language: this key is missing|langage: unknown key; allowed: id, ",
        ),
        ("country: GBR", "country: Britain", r"feeds.yaml:5: country: .*match"),
        (
            "kind: public_broadcaster",
            "kind: radio",
            r"feeds.yaml:7: kind: input should be 'independent', .*not 'radio'",
        ),
        ("https://bbc.example/rss", "ftp://bbc.example/rss", r"feeds.yaml:4: url: "),
        ("id: bbc", "id: B B C", r"feeds.yaml:2: id: "),
        ("feeds:", "feed:", r"feeds.yaml:1: .*(feeds|feed)"),
    ],
)
def test_a_wrong_list_is_named_with_line_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as raised:
        load_feeds(path)
    assert "\n" not in str(raised.value)


def test_two_feeds_share_neither_id_nor_address(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    second = GOOD.replace("feeds:\n", "")
    path.write_text(GOOD + second, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"feeds.yaml:8: id: bbc stands for BBC already"):
        load_feeds(path)
    path.write_text(GOOD + second.replace("id: bbc", "id: other"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"feeds.yaml:10: url: .* stands for BBC already"):
        load_feeds(path)


def test_a_missing_list_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"feeds.yaml: cannot be read: No such file"):
        load_feeds(tmp_path / "feeds.yaml")
