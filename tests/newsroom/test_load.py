"""Files of outlets and articles: what they hold, and errors that name file, line and key."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from newsroom.load import OUTLETS_FILE, load_article, load_articles, load_outlets
from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from newsroom.records import Outlet

HEAD = {
    "title": '"Paris: talks go on"',
    "published": "2022-02-04T23:30:00+02:00",
    "section": "Europe",
    "authors": "[Ada One, Bo Two]",
    "summary": "Nobody left.",
}
BODY = "France praised\nGermany.\n\n\nGermany thanked France.\n"


def written(folder: Path, *, name: str = "2022-02-04-talks.md", body: str = BODY, **head: str | None) -> Path:
    lines = [f"{key}: {value}" for key, value in (HEAD | head).items() if value is not None]
    path = folder / "meridian-post" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["---", *lines, "---", body]), encoding="utf-8")
    return path


def test_an_article_is_read_from_its_file(tmp_path: Path, outlets: Mapping[str, Outlet]) -> None:
    article = load_article(written(tmp_path), outlets["meridian-post"])
    assert article.outlet_id == "meridian-post"
    assert article.slug == "talks"
    assert article.title == "Paris: talks go on"
    assert article.published_at == datetime(2022, 2, 4, 21, 30, tzinfo=UTC)
    assert article.published_at.tzinfo is UTC
    assert article.authors == ("Ada One", "Bo Two")
    assert article.paragraphs == ("France praised Germany.", "Germany thanked France.")
    assert article.page == "article"


WRONG_HEADS = [
    ({"summary": None}, ":1: summary: this key is missing"),
    ({"sumary": "x"}, ":7: sumary: unknown key; allowed: title, published, section, authors, summary, page"),
    ({"published": "2022-02-04T23:30:00"}, ":3: published: input should have timezone info"),
    ({"published": "yesterday"}, ":3: published: input should be a valid datetime"),
    ({"published": "2022-02-30T08:00:00Z"}, ":3: published: input should be a valid datetime"),
    (
        {"published": "2022-02-05T01:00:00Z"},
        ":3: published: is 2022-02-05 in UTC, and 2022-02-04 in the file",
    ),
    ({"section": "Gossip"}, ":4: section: Gossip is unknown; allowed: World, Politics, Europe, "),
    ({"authors": "[]"}, ":5: authors: "),
    ({"title": "Paris: talks go on"}, ":2: malformed YAML: mapping values are not allowed"),
    ({"title": "x\ntitle: y"}, ":3: title: stands twice"),
    ({"page": "podcast"}, ":7: page: input should be 'article', 'video' or 'missing', not 'podcast'"),
    ({"page": "video"}, ":8: body: a page of kind video has no text"),
    ({"page": "missing"}, ":8: body: a page of kind missing has no text"),
]


@pytest.mark.parametrize(("head", "message"), WRONG_HEADS)
def test_what_is_wrong_in_a_head_is_named_with_file_line_and_key(
    tmp_path: Path, outlets: Mapping[str, Outlet], head: dict[str, str | None], message: str
) -> None:
    path = written(tmp_path, **head)
    with pytest.raises(ConfigError) as raised:
        load_article(path, outlets["meridian-post"])
    assert str(raised.value).startswith(f"{path}{message}")
    assert "\n" not in str(raised.value)


def test_the_day_of_the_name_is_that_of_utc(tmp_path: Path, outlets: Mapping[str, Outlet]) -> None:
    path = written(tmp_path, published="2022-02-05T01:00:00+02:00")
    assert load_article(path, outlets["meridian-post"]).published_at.day == 4


def test_an_article_without_text_is_named(tmp_path: Path, outlets: Mapping[str, Outlet]) -> None:
    path = written(tmp_path, body="\n \n")
    with pytest.raises(ConfigError, match=r"talks\.md:7: body: a page of kind article needs text"):
        load_article(path, outlets["meridian-post"])


@pytest.mark.parametrize("text", ["", "title: x\n", "---\ntitle: x\n", " ---\ntitle: x\n---\nText.\n"])
def test_a_head_without_fences_is_named(tmp_path: Path, outlets: Mapping[str, Outlet], text: str) -> None:
    path = written(tmp_path)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"talks\.md:1: the head should stand between two lines of ---"):
        load_article(path, outlets["meridian-post"])


@pytest.mark.parametrize("name", ["talks.md", "2022-02-04.md", "2022-02-04-Talks.md", "20220204-talks.md"])
def test_a_name_of_another_form_is_named(tmp_path: Path, outlets: Mapping[str, Outlet], name: str) -> None:
    path = written(tmp_path, name=name)
    with pytest.raises(ConfigError, match=r"should be like 2022-02-04-some-slug\.md") as raised:
        load_article(path, outlets["meridian-post"])
    assert str(raised.value).startswith(f"{path}: ")


def test_bytes_that_are_no_utf8_are_named(tmp_path: Path, outlets: Mapping[str, Outlet]) -> None:
    path = written(tmp_path)
    path.write_bytes("---\ntitle: Café".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"talks\.md: byte 14 is no UTF-8"):
        load_article(path, outlets["meridian-post"])


def test_a_folder_of_no_outlet_is_named(tmp_path: Path, outlets: Mapping[str, Outlet]) -> None:
    path = written(tmp_path).rename(tmp_path / "2022-02-04-astray.md")
    with pytest.raises(ConfigError, match=r"no outlet is called .*; allowed: meridian-post, ") as raised:
        load_articles(outlets.values(), tmp_path)
    assert str(raised.value).startswith(f"{path}: ")


def test_two_articles_of_one_outlet_may_not_share_a_slug(
    tmp_path: Path, outlets: Mapping[str, Outlet]
) -> None:
    written(tmp_path)
    written(tmp_path, name="2022-02-05-talks.md", published="2022-02-05T10:00:00Z")
    with pytest.raises(ConfigError, match=r"02-05-talks\.md: another article of .* is called talks"):
        load_articles(outlets.values(), tmp_path)


def test_articles_come_newest_first(tmp_path: Path, outlets: Mapping[str, Outlet]) -> None:
    written(tmp_path)
    written(tmp_path, name="2022-02-05-more.md", published="2022-02-05T10:00:00Z")
    assert [article.slug for article in load_articles(outlets.values(), tmp_path)] == ["more", "talks"]


WRONG_OUTLETS = [
    ("kind: independent", "kind: gossip", "kind: input should be "),
    ("Europe/London", "Europe/Londinium", "timezone: value error, Europe/Londinium is no time zone"),
    ("Europe/London", "Europe", "timezone: value error, Europe is no time zone"),
    ("language: en", "language: fr", "language: input should be 'en' or 'de', not 'fr'"),
    ("tagline:", "tag_line:", "tagline: this key is missing"),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG_OUTLETS)
def test_what_is_wrong_in_the_outlets_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "outlets.yaml"
    path.write_text(OUTLETS_FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_outlets(path)
    where, _, what = str(raised.value).partition(": ")
    assert where.startswith(f"{path}:")
    assert what.startswith(message)
