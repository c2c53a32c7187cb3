"""`feeds add`, `feeds import` and `feeds export`, against a news server and a list with comments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_args
from xml.etree import ElementTree as ET

import pytest

from config.feeds import Kind, load_feeds
from config.settings import CONFIG_FOLDER
from newsroom.replies import Reply, document, redirect
from newsroom.server import serve_routes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newsroom.replies import Route
    from tests.commands.conftest import Shell

    Run = Callable[..., Shell]

LIST = """\
# Mine.
feeds:
    # The first.
    - id: bbc
      name: BBC   # of London
      url: https://bbc.example/rss
      country: GBR
      language: en
      kind: public_broadcaster
# The end"""
FEED = (
    b"<?xml version='1.0'?><rss version='2.0'><channel><title>L&#xe9;zard: News</title>"
    b"<language>fr-FR</language><item><title>T</title><link>/1</link></item></channel></rss>"
)
RSS = document(FEED, "application/rss+xml")
OPTIONS = ("--country", "FRA", "--kind", "independent")


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a feed list of one feed; requests may go to loopback."""
    monkeypatch.setenv("GEOSTANCE_PER_HOST_DELAY_SECONDS", "0")
    monkeypatch.setenv("GEOSTANCE_ALLOWED_HOSTS", "127.0.0.1")
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    path = tmp_path / "feeds.yaml"
    path.write_text(LIST, encoding="utf-8")
    return path


def page(*links: str, base: str = "") -> Reply:
    """Return a home page that links to feeds."""
    tags = "".join(f"<LINK title=x rel='alternate' type='application/rss+xml' href={link}>" for link in links)
    return Reply(200, {"Content-Type": "text/html"}, f"<!doctype html><head>{base}{tags}</head>".encode())


@pytest.mark.parametrize(
    ("routes", "asked", "where"),
    [
        ({"/rss": RSS}, "/rss", "/rss"),
        ({"/": page("/news.xml"), "/news.xml": RSS}, "/", "/news.xml"),
        ({"/": page("news.xml", base="<base href='/b/'>"), "/b/news.xml": RSS}, "/", "/b/news.xml"),
        ({"/": page("/comments/feed", "/gone", "/news"), "/news": RSS, "/comments/feed": RSS}, "/", "/news"),
        ({"/": page(), "/feed.xml": RSS}, "/", "/feed.xml"),
        ({"/world": page(), "/": page(), "/rss.xml": RSS}, "/world", "/rss.xml"),
        ({"/old": redirect("/new", 301), "/new": RSS}, "/old", "/new"),
        ({"/now": redirect("/today", 302), "/today": RSS}, "/now", "/now"),
    ],
)
def test_add_finds_the_feed_and_leaves_the_list_as_it_was(
    geostance: Run, feeds: Path, routes: dict[str, Route], asked: str, where: str
) -> None:
    with serve_routes(routes) as server:
        shell = geostance("feeds", "add", server.base_url + asked, *OPTIONS, "--feeds", feeds)
        assert (shell.code, shell.err) == (0, "")
        assert f"lezard-news: {server.base_url}{where}, 1 entries" in shell.out
    text = feeds.read_text(encoding="utf-8")
    assert text.startswith(LIST + "\n\n    - id: lezard-news\n      name: 'Lézard: News'\n")
    added = load_feeds(feeds)[1]
    assert (added.url, added.country, added.language) == (server.base_url + where, "FRA", "fr")
    assert [path.name for path in feeds.parent.iterdir()] == ["feeds.yaml"]


def test_add_takes_what_it_is_told(geostance: Run, feeds: Path) -> None:
    with serve_routes({"/rss": RSS}) as server:
        told = ("--id", "mine", "--name", "BBC", "--language", "en")
        geostance("feeds", "add", server.base_url + "/rss", *OPTIONS, *told, "--feeds", feeds)
    assert (load_feeds(feeds)[1].id, load_feeds(feeds)[1].name) == ("mine", "BBC")


@pytest.mark.parametrize(
    ("routes", "arguments", "said"),
    [
        ({}, OPTIONS, "http-404"),
        ({"/": page("/gone")}, OPTIONS, "no feed here, none that its page links to"),
        (
            {"/": page("/a", "/b"), "/a": RSS, "/b": RSS},
            OPTIONS,
            "several feeds; add the one you mean:\n  http",
        ),
        ({}, (), "tell its --country and --kind"),
        ({}, ("--country", "GBR"), "tell its --kind; "),
        (
            {"/": RSS},
            ("--country", "France", "--kind", "independent"),
            "country 'France': String should match",
        ),
        (
            {"/": RSS},
            (*OPTIONS, "--id", "bbc"),
            "feeds.yaml: nothing is added: id: bbc stands for BBC already",
        ),
    ],
)
def test_what_cannot_be_added_is_named_and_the_list_stays(
    geostance: Run, feeds: Path, routes: dict[str, Route], arguments: tuple[str, ...], said: str
) -> None:
    with serve_routes(routes) as server:
        shell = geostance("feeds", "add", server.base_url + "/", *arguments, "--feeds", feeds)
    assert shell.code == 2
    assert said in shell.err
    assert feeds.read_text(encoding="utf-8") == LIST


def test_a_feed_is_added_once(geostance: Run, feeds: Path) -> None:
    with serve_routes({"/rss": RSS}) as server:
        arguments = ("feeds", "add", server.base_url + "/rss", *OPTIONS, "--feeds", feeds)
        assert geostance(*arguments).code == 0
        assert "is on the list already, as lezard-news" in geostance(*arguments).err


@pytest.mark.parametrize("text", ["feeds: []\n", LIST + "\n...\n"])
def test_a_list_that_has_no_end_to_add_to_is_named(geostance: Run, feeds: Path, text: str) -> None:
    feeds.write_text(text, encoding="utf-8")
    with serve_routes({"/rss": RSS}) as server:
        shell = geostance("feeds", "add", server.base_url + "/rss", *OPTIONS, "--feeds", feeds)
    assert shell.code == 2
    assert f"{feeds}" in shell.err
    assert feeds.read_text(encoding="utf-8") == text


def test_the_shipped_list_goes_through_opml_unharmed(geostance: Run, feeds: Path, tmp_path: Path) -> None:
    exported = tmp_path / "feeds.opml"
    assert geostance("feeds", "export", exported).code == 0
    assert geostance("feeds", "export").out == exported.read_text(encoding="utf-8")
    shell = geostance("feeds", "import", exported, "--feeds", feeds)
    shipped = load_feeds(CONFIG_FOLDER / "feeds.yaml")
    assert (shell.code, shell.err) == (0, "")
    assert f"{len(shipped)} feeds added" in shell.out
    before, *imported = load_feeds(feeds)
    assert before.id == "bbc"
    assert sorted(imported, key=lambda feed: feed.id) == sorted(shipped, key=lambda feed: feed.id)
    assert "0 feeds added" in geostance("feeds", "import", exported, "--feeds", feeds).out


def test_an_export_is_what_other_readers_expect(geostance: Run, feeds: Path) -> None:
    root = ET.fromstring(geostance("feeds", "export", "--feeds", feeds).out)  # noqa: S314 - our own
    [outline] = root.findall("body/outline/outline")
    assert outline.attrib["type"] == "rss"
    assert (outline.attrib["text"], outline.attrib["xmlUrl"]) == ("BBC", "https://bbc.example/rss")


FOREIGN = """<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<opml version="1.0"><head><title>Mine & more</title></head><body><outline text="News">
<outline text="BBC" xmlUrl="https://bbc.example/rss" type="rss"/>
<outline text="Le Monde" title="Le Monde" xmlUrl="https://monde.example/rss" language="fr-FR"/>
<outline text="Le Monde" xmlUrl="https://monde.example/2" language="fr"/>
<outline text="Le Monde" xmlUrl="https://monde.example/2" language="fr"/>
<outline text="Q&e;" xmlUrl="ftp://monde.example/3" language="fr"/>
<outline xmlUrl="https://monde.example/4"/></outline></body></opml>"""


def test_the_help_names_every_kind(geostance: Run) -> None:
    shown = " ".join(geostance("feeds", "add", "--help").out.replace("│", " ").split())
    assert all(kind in shown for kind in get_args(Kind))


def test_the_opml_of_other_programs_is_imported_as_far_as_it_goes(geostance: Run, feeds: Path) -> None:
    shell = geostance("feeds", "import", "-", *OPTIONS, "--feeds", feeds, stdin=FOREIGN)
    assert shell.code == 1
    assert shell.out == f"2 feeds added to {feeds}, 1 on it already, 2 left out\n"
    assert shell.err.startswith("ftp://monde.example/3: url 'ftp://monde.example/3': String should match")
    assert shell.err.endswith("https://monde.example/4: its language is not known\n")
    assert [(feed.id, feed.url) for feed in load_feeds(feeds)[1:]] == [
        ("le-monde", "https://monde.example/rss"),
        ("le-monde-2", "https://monde.example/2"),
    ]


@pytest.mark.parametrize("text", ["", "no markup", "<html></html>", json.dumps({})])
def test_what_is_no_opml_is_named(geostance: Run, feeds: Path, text: str) -> None:
    shell = geostance("feeds", "import", "-", "--feeds", feeds, stdin=text)
    assert shell.code == 2
    assert shell.err.startswith("geostance: -: no OPML: ")
