"""`feeds list` and `feeds check`, against a news server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from commands.demo import feed_list
from newsroom.load import load_articles, load_outlets
from newsroom.server import serve_newsroom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.commands.conftest import Shell

    Run = Callable[..., Shell]


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield the feed list of a running newsroom of few articles."""
    monkeypatch.setenv("GEOSTANCE_PER_HOST_DELAY_SECONDS", "0")
    monkeypatch.setenv("GEOSTANCE_ALLOWED_HOSTS", "127.0.0.1")
    monkeypatch.setenv("COLUMNS", "200")
    with serve_newsroom(load_articles(load_outlets())[:20]) as newsroom:
        path = tmp_path / "feeds.yaml"
        path.write_text(feed_list(newsroom.feeds), encoding="utf-8")
        yield path


def test_list_shows_every_feed(geostance: Run, feeds: Path) -> None:
    shell = geostance("feeds", "list", "--feeds", feeds)
    assert shell.code == 0
    assert "│ baltic-ledger " in shell.out
    assert shell.out.endswith("8 feeds, 8 enabled\n")
    rows = [
        json.loads(line) for line in geostance("feeds", "list", "--json", "--feeds", feeds).out.splitlines()
    ]
    assert {row["country"] for row in rows} == {"GBR", "USA", "EST", "SGP", "TUR", "IND", "AUT", "CHE"}


def test_the_list_of_the_settings_is_the_default(geostance: Run) -> None:
    assert geostance("feeds", "list").code == 0


def test_check_says_how_each_fares(geostance: Run, feeds: Path) -> None:
    shell = geostance("feeds", "check", "--json", "--feeds", feeds)
    assert shell.code == 1
    rows = {row["feed"]: row for row in map(json.loads, shell.out.splitlines())}
    assert rows["silent-gazette"]["reason"] == "http-503"
    good = [row for name, row in rows.items() if name != "silent-gazette"]
    assert {row["outcome"] for row in good} == {"fetched"}
    assert sum(row["entries"] for row in good) == 20
    assert max(row["newest"] or "" for row in good).startswith("2022-04-")


def test_check_of_some_feeds(geostance: Run, feeds: Path) -> None:
    shell = geostance("feeds", "check", "baltic-ledger", "--feeds", feeds)
    assert shell.code == 0
    assert "1 fetched" in shell.out


def test_an_unknown_feed_is_named(geostance: Run, feeds: Path) -> None:
    shell = geostance("feeds", "check", "bbc", "--feeds", feeds)
    assert (shell.code, shell.err) == (
        2,
        "geostance: no feed is called bbc; 'geostance feeds list' shows them\n",
    )


def test_a_wrong_list_is_named(geostance: Run, tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text("feeds:\n- id: x\n", encoding="utf-8")
    shell = geostance("feeds", "list", "--feeds", path)
    assert shell.code == 2
    assert shell.err == f"geostance: {path}:2: name: this key is missing\n"
