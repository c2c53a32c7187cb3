"""What a page says of itself: title, authors, date, address, language; read with BeautifulSoup."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from lxml import etree

from tasks.articles.authors import read_names
from tasks.articles.linked_data import LinkedArticle, find_article, kinds_of, read_things
from tasks.articles.text import fold, plain
from tasks.articles.titles import find_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bs4 import Tag
    from lxml.html import HtmlElement

    from config.pages import PageWords

TELLING_TAGS = frozenset({"title", "time", "h1"})
META_KEYS = ("property", "name", "itemprop", "http-equiv")
METAS = frozenset(
    {
        "og:title", "twitter:title", "og:site_name", "application-name", "og:url", "og:type", "og:locale",
        "content-language", "language", "description", "og:description", "twitter:description",
        "article:content_tier",
    }
)  # fmt: skip
PAGE_TAGS = frozenset({"html", "head", "body", "style"})
SMALL, SMALL_COUNT = 400, 40  # characters and elements up to which one is taken for a byline or a date
MAX_PARTS = 500
LONGEST_DATE = 100  # characters of a line that shows one
LONGEST_SECTION = 200
ITEM_PROPERTIES = frozenset({"datePublished", "author", "creator", "headline"})
TIERS: dict[str, bool | None] = {"free": True, "locked": False}
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NO_LANGUAGE = re.compile(r"[^A-Za-z_-]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself, as it says it: dates are texts, addresses may be relative.

    `published`, `modified`, `addresses` and `languages` are candidates, the best first. `kinds` are
    the schema.org types of everything the page is about, `body` its `articleBody`.
    """

    title: str
    authors: tuple[str, ...]
    published: tuple[str, ...]
    modified: tuple[str, ...]
    addresses: tuple[str, ...]
    languages: tuple[str, ...]
    section: str | None
    descriptions: tuple[str, ...]
    kinds: frozenset[str]
    open_graph_type: str
    body: str
    is_free: bool | None


@dataclass(frozen=True, slots=True)
class Head:
    """The parts of a page that may say something of it: a small HTML document, and the scripts of JSON-LD.

    BeautifulSoup takes ten times as long for a page as lxml, and most of a page says nothing of it.
    """

    html: str
    scripts: tuple[str, ...]


def head_of(root: HtmlElement, words: PageWords) -> Head:
    """Return the parts of a page that may say something of it."""
    names = frozenset((*words.date_names, *words.author_names))
    wanted = METAS.union(words.published_metas, words.modified_metas, words.author_metas, words.section_metas)
    every = (element for element in root.iter() if _is_telling(element, names, wanted))
    telling = list(islice(every, MAX_PARTS))
    scripts = tuple(element.text or "" for element in telling if element.tag == "script")
    parts = [
        etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        for element in telling
        if element.tag != "script"
    ]
    language = _NO_LANGUAGE.sub("", root.get("lang") or root.get("xml:lang") or "")
    return Head(f'<html lang="{language}"><body>{"".join(parts)}</body></html>', scripts)


def _is_telling(element: HtmlElement, names: frozenset[str], wanted: frozenset[str]) -> bool:
    tag, get = element.tag, element.get
    if tag == "meta":
        return any(get(key, "").lower() in wanted for key in META_KEYS)
    if tag == "link":
        return bool(get("rel", "").lower() == "canonical")
    if tag == "script":
        return "ld+json" in get("type", "").lower()
    if tag in TELLING_TAGS:
        return _is_small(element)
    classes = get("class")
    is_named = (
        (classes and _has_name(classes, names))
        or get("itemprop") in ITEM_PROPERTIES
        or get("rel") == "author"
    )
    return bool(is_named) and tag not in PAGE_TAGS and _is_small(element)


@functools.lru_cache(maxsize=20_000)  # an outlet's pages have the same classes, one and all
def _has_name(classes: str, names: frozenset[str]) -> bool:
    return not names.isdisjoint(part.lower() for part in _PART.findall(classes))


def read_metadata(head: Head, url: str, words: PageWords) -> Metadata:
    """Return what a head says; `url` is where the page was fetched, or empty."""
    soup = BeautifulSoup(head.html, "lxml")
    metas = _metas(soup)
    shown_titles = [plain(tag.get_text(" ")) for tag in [*soup("h1"), *soup("title")]]
    titles = [*_first(metas, "og:title", "twitter:title"), *shown_titles]
    things = read_things(head.scripts)
    linked = find_article(things, words.article_kinds, url, titles)
    outlets = [linked.site, *_first(metas, "og:site_name", "application-name"), urlsplit(url).hostname or ""]
    languages = _all(metas, ("og:locale", "content-language", "language"))
    section = linked.section or next(iter(_all(metas, words.section_metas)), "")
    descriptions = _all(metas, ("description", "og:description", "twitter:description"))
    return Metadata(
        title=find_title([linked.headline, *titles], outlets),
        authors=_authors(soup, metas, linked, words, outlets),
        published=_distinct(
            [linked.published, *_all(metas, words.published_metas), *_shown_dates(soup, words)]
        ),
        modified=_distinct([linked.modified, *_all(metas, words.modified_metas)]),
        addresses=_distinct(
            [*(_attribute(link, "href") for link in soup("link")), *metas["og:url"], *linked.urls]
        ),
        languages=_distinct([_attribute(soup.html, "lang"), linked.language, *languages]),
        section=section[:LONGEST_SECTION].strip() or None,
        descriptions=_distinct([linked.description, *descriptions]),
        kinds=frozenset(kind for thing in things for kind in kinds_of(thing)),
        open_graph_type=next(iter(metas["og:type"]), "").lower(),
        body=linked.body,
        is_free=_is_free(linked, metas),
    )


def _is_small(element: HtmlElement) -> bool:
    length = 0
    for count, inner in enumerate(element.iter(), 1):
        length += len(inner.text or "") + (len(inner.tail or "") if count > 1 else 0)
        if length > SMALL or count > SMALL_COUNT:
            return False
    return True


def _metas(soup: BeautifulSoup) -> defaultdict[str, list[str]]:
    """Return the contents of <meta> by their name, in lower case; unknown names have none."""
    metas: defaultdict[str, list[str]] = defaultdict(list)
    for meta in soup("meta"):
        name = next(
            (
                _attribute(meta, key)
                for key in ("property", "name", "itemprop", "http-equiv")
                if meta.get(key)
            ),
            "",
        )
        content = plain(_attribute(meta, "content"))
        if name and content:
            metas[name.strip().casefold()].append(content)
    return metas


def _attribute(tag: Tag | None, name: str) -> str:
    value = tag.get(name) if tag else None
    return " ".join(value) if isinstance(value, list) else value or ""


def _first(metas: Mapping[str, list[str]], *names: str) -> list[str]:
    return [metas[name][0] for name in names if metas.get(name)]


def _all(metas: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    return [content for name in names for content in metas.get(name, ())]


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _authors(
    soup: BeautifulSoup,
    metas: Mapping[str, list[str]],
    linked: LinkedArticle,
    words: PageWords,
    outlets: Iterable[str],
) -> tuple[str, ...]:
    """Return the names of the first source that has any: JSON-LD, <meta>, what the page shows.

    The outlet's own name stands behind that of any person in the first two; what a page shows may be the
    byline of another article.
    """
    stated = [
        read_names(texts, words)
        for texts in (linked.authors, *(metas.get(name, ()) for name in words.author_metas))
    ]
    known = {fold(outlet) for outlet in outlets}
    people = (tuple(name for name in names if fold(name) not in known) for names in stated)
    found = next((names for names in (*people, *stated) if names), ())
    if found:
        return found
    shown = _shown_bylines(soup, frozenset(words.author_names))
    return next((names for text in shown if (names := read_names([text], words))), ())


def _shown_bylines(soup: BeautifulSoup, names: frozenset[str]) -> Iterator[str]:
    """Yield one text for all that is marked as author, then what elements named like that show."""
    marked = [
        tag.get_text(" ")
        for tag in soup(["a", "span", "b", "strong", "div", "p", "address", "meta"])
        if _attribute(tag, "rel") == "author" or _attribute(tag, "itemprop") in {"author", "creator"}
    ]
    yield ", ".join(marked)
    for tag in soup(class_=True):
        if _has_name(_attribute(tag, "class"), names):
            yield tag.get_text(" ")


def _shown_dates(soup: BeautifulSoup, words: PageWords) -> Iterator[str]:
    """Yield dates in the order of their worth: marked as that of publication, as any time, by a name."""
    times = soup("time")
    published = [tag for tag in soup(itemprop="datePublished") if tag.name != "meta"]
    for tag in [*published, *(tag for tag in times if tag.has_attr("pubdate")), *times]:
        yield _attribute(tag, "datetime") or _attribute(tag, "content") or tag.get_text(" ")
    names = frozenset(words.date_names)
    for tag in soup(class_=True):
        text = plain(tag.get_text(" "))
        is_short = len(text) < LONGEST_DATE and any(map(str.isdigit, text))
        if is_short and _has_name(_attribute(tag, "class"), names):
            yield text


def _is_free(linked: LinkedArticle, metas: Mapping[str, list[str]]) -> bool | None:
    if linked.is_free is not None:
        return linked.is_free
    tier = next(iter(metas.get("article:content_tier", ())), "").casefold()
    return TIERS.get(tier)
