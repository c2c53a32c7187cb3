"""What a page's JSON-LD says of its article, in whichever of the shapes that outlets give it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from tasks.articles.text import plain
from tasks.feeds.plain import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Thing: TypeAlias = "dict[str, object]"
Things: TypeAlias = "dict[str, Thing]"

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 12
MAX_ARTICLES, MAX_NAMES = 50, 50
LONGEST_LINE = 10_000
# Where the things are that a page is about; below other keys stand other people's articles.
PATHS = ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogPosting", "subjectOf")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_PARAGRAPH_TAG = re.compile(r"</?(?:p|br|div|h\d|li|ul|blockquote)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """One article of the JSON-LD, its texts as they stand; empty where nothing is said."""

    kinds: tuple[str, ...] = ()
    headline: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    urls: tuple[str, ...] = ()
    language: str = ""
    section: str = ""
    site: str = ""
    body: str = ""
    is_free: bool | None = None


def read_things(scripts: Iterable[str]) -> list[Thing]:
    """Return all things of a page's JSON-LD that may be what the page is about, in its order."""
    things: list[Thing] = []
    for script in scripts:
        things.extend(_things_in(_parse(script), 0))
    return things


def kinds_of(thing: Thing) -> tuple[str, ...]:
    """Return the types of a thing, without the address of their vocabulary."""
    return tuple(kind.rstrip("/").rpartition("/")[2] for kind in _texts(thing.get("@type")))


def find_article(things: list[Thing], kinds: Iterable[str], url: str, titles: Iterable[str]) -> LinkedArticle:
    """Return the page's own article: of several the one at its address, or with its title; else the first."""
    wanted = set(kinds)
    by_id = {name: thing for thing in things if isinstance(name := thing.get("@id"), str) and "name" in thing}
    candidates = (thing for thing in things if wanted.intersection(kinds_of(thing)))
    articles = [_article_of(thing, by_id) for thing in islice(candidates, MAX_ARTICLES)]
    path = _path_of(url)
    known = {title.casefold() for title in titles if title}

    def likeness(article: LinkedArticle) -> int:
        at_address = bool(path) and any(_path_of(one) == path for one in article.urls)
        return 4 * at_address + 2 * (article.headline.casefold() in known) + bool(article.published)

    return max(articles, key=likeness, default=LinkedArticle())


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""


def _parse(script: str) -> object:
    """Return what a script says; None for one that is beyond repair."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", script[:MAX_CHARACTERS])).strip()
    for attempt in (text, _TRAILING_COMMA.sub("", text), unescaped(text)):
        try:
            parsed: object = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):  # a bomb of brackets is refused like a misprint
            continue
        return parsed
    return None


def _things_in(value: object, depth: int) -> Iterator[Thing]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _things_in(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in PATHS:
            yield from _things_in(value.get(key), depth + 1)


def _article_of(thing: Thing, by_id: Things) -> LinkedArticle:
    page = thing.get("mainEntityOfPage")
    urls = (thing.get("url"), page, _field(page, "@id"), _field(page, "url"), thing.get("@id"))
    return LinkedArticle(
        kinds=kinds_of(thing),
        headline=_line(thing.get("headline")) or _line(thing.get("name")),
        description=_line(thing.get("description")),
        authors=_names(thing.get("author") or thing.get("creator"), by_id),
        published=_line(thing.get("datePublished")) or _line(thing.get("dateCreated")),
        modified=_line(thing.get("dateModified")),
        urls=tuple(url for url in map(_line, urls) if url),
        language=_language(thing.get("inLanguage")),
        section=_line(thing.get("articleSection")),
        site=next(iter(_names(thing.get("publisher"), by_id)), ""),
        body=_body(thing.get("articleBody")),
        is_free=_is_free(thing),
    )


def _texts(value: object) -> tuple[str, ...]:
    """Return a text, or those of a list; half of a surrogate pair, which JSON may hold, is no character."""
    items = value if isinstance(value, list) else [value]
    return tuple(item.encode("utf-8", "replace").decode() for item in items if isinstance(item, str))


def _line(value: object) -> str:
    """Return the first text of a value in one line, without markup."""
    text = next(iter(_texts(value)), "")[:LONGEST_LINE]
    return plain(unescaped(_TAG.sub("", unescaped(text))))


def _field(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _names(value: object, by_id: Things, depth: int = 0) -> tuple[str, ...]:
    """Return the names of people or outlets: texts, things, lists of both, or ids of other things."""
    if isinstance(value, str):
        return (_line(value),) if value.strip() else ()
    if isinstance(value, list) and depth < MAX_DEPTH:
        names = (name for item in value[:MAX_NAMES] for name in _names(item, by_id, depth + 1))
        return tuple(islice(names, MAX_NAMES))
    if not isinstance(value, dict):
        return ()
    identifier = value.get("@id")
    if "name" not in value and isinstance(identifier, str):
        value = by_id.get(identifier, value)
    return tuple(_line(name) for name in _texts(value.get("name"))[:MAX_NAMES])


def _language(value: object) -> str:
    return _line(value) or _line(_field(value, "alternateName")) or _line(_field(value, "name"))


def _body(value: object) -> str:
    text = "\n".join(_texts(value))
    if "<" in text or "&" in text:
        text = unescaped(_TAG.sub("", _PARAGRAPH_TAG.sub("\n", unescaped(text))))
    return text


def _is_free(thing: Thing) -> bool | None:
    """Return what the article says, else what its parts say: some mark the part behind the wall alone."""
    said = _truth(thing.get("isAccessibleForFree"))
    parts = thing.get("hasPart")
    if said is not None or parts is None:
        return said
    truths = [
        _truth(_field(part, "isAccessibleForFree"))
        for part in (parts if isinstance(parts, list) else [parts])
    ]
    return False if False in truths else None


def _truth(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    word = _line(value).casefold().rpartition("/")[2]
    return {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}.get(word)
