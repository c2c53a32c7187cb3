"""Hostile feeds and pages of our own making, each with what becomes of it.

`python -m tests.nasty.generate FOLDER` writes them as files; nothing of them lies in the repository.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

SENTENCE = "The foreign minister of Ruritania said on Monday that his country would not sign the treaty. "
ARTICLE = "<article>" + f"<p>{SENTENCE}</p>" * 10 + "</article>"
WORDS = 160  # of that article
ATTRIBUTES = " ".join(f"a{number}" for number in range(990))
AS_FEED, AS_PAGE = "feed", "page"


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile input: its bytes, what it is read as, and what comes of it.

    `outcome` is ``article N`` with its words, ``feed N+M`` with its entries and rejected items, or the
    reason of its rejection.
    """

    name: str
    kind: Literal["feed", "page"]
    make: Callable[[], bytes]
    outcome: str


def page(body: str, head: str = "") -> bytes:
    """Return a page."""
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Ruritania refuses</title>{head}"
        f"</head><body>{body}</body></html>"
    ).encode()


def linked(data: str) -> bytes:
    """Return a page with an article and JSON-LD, which is written as it stands."""
    return page(ARTICLE, f"<script type='application/ld+json'>{data}</script>")


def news(**fields: object) -> str:
    """Return an article's JSON-LD."""
    return json.dumps({"@type": "NewsArticle", "datePublished": "2026-11-20T10:00:00Z", **fields})


def feed(*items: str) -> bytes:
    """Return a feed of items as they stand."""
    names = " ".join(
        f'xmlns:{prefix}="{address}"'
        for prefix, address in (
            ("dc", "http://purl.org/dc/elements/1.1/"),
            ("gml", "http://www.opengis.net/gml"),
            ("georss", "http://www.georss.org/georss"),
        )
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0" {names}><channel><title>Made up</title>'
        f"{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int, more: str = "", title: str = "A title") -> str:
    """Return an item of a feed, `more` at its end."""
    return f"<item><title>{title}</title><link>https://news.test/a-{number}</link>{more}</item>"


def laughs() -> bytes:
    """Return a feed whose title is a hundred million laughs, if entities are expanded."""
    entities = '<!ENTITY l0 "ha">' + "".join(
        f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 9)
    )
    head = f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]>'
    return head.encode() + feed(item(1, title="&l8;")).removeprefix(b'<?xml version="1.0"?>')


def deep(depth: int, inside: str = '"x"') -> str:
    """Return lists in lists of JSON."""
    return "[" * depth + inside + "]" * depth


CASES = (
    # Markup without end.
    Case("nested divs", "page", lambda: page("<div>" * 100_000), "too-complex"),
    Case("nested articles", "page", lambda: page("<article>" * 5000), "too-complex"),
    Case("nested navigation", "page", lambda: page("<nav>" * 200 + ARTICLE), f"article {WORDS}"),
    Case("links that never close", "page", lambda: page(ARTICLE + "<a>" * 3_000_000), "too-complex"),
    Case("a million elements", "page", lambda: page(ARTICLE + "<i>x</i>" * 1_100_000), "too-complex"),
    Case("100k attributes", "page", lambda: page(f"<p {ATTRIBUTES * 101}>" + ARTICLE), "too-complex"),
    Case("attributes everywhere", "page", lambda: page(f"<a {ATTRIBUTES}>" * 1900 + ARTICLE), "too-complex"),
    Case("quotes without end", "page", lambda: page(ARTICLE + '<a b="' * 1_600_000), "too-complex"),
    Case("tags in tags", "page", lambda: page(ARTICLE + "<a" * 4_900_000), "too-complex"),
    Case(
        "end tags alone", "page", lambda: page(ARTICLE + "</a></b></p></div>" * 500_000), f"article {WORDS}"
    ),
    Case("a giant comment", "page", lambda: page(f"<!--{'a ' * 4_500_000}-->{ARTICLE}"), f"article {WORDS}"),
    Case("comments not closed", "page", lambda: page(ARTICLE + "<!--" * 2_000_000), f"article {WORDS}"),
    Case("ampersands", "page", lambda: page(f"{ARTICLE}<p>{'&' * 9_000_000}"), "too-complex"),
    Case(
        "a class of 9 MB",
        "page",
        lambda: page(f"<b class='{'aB ' * 3_000_000}'></b>{ARTICLE}"),
        f"article {WORDS}",
    ),
    Case(
        "a script of 1 MB",
        "page",
        lambda: page(f"<script>{'x=`<b>`;' * 130_000}</script>{ARTICLE}"),
        f"article {WORDS}",
    ),
    # Text without end.
    Case("a paragraph of 3 MB", "page", lambda: page(f"<p>{SENTENCE * 32_000}"), "too-complex"),
    Case("a paragraph of 0.9 MB", "page", lambda: page(f"<article><p>{SENTENCE * 9800}"), "article 156800"),
    Case("a word of 0.9 MB", "page", lambda: page(f"<article><p>{'a' * 900_000}"), "no-text"),
    Case("a word a paragraph", "page", lambda: page(f"<article>{'<p>word</p>' * 4900}</article>"), "no-text"),
    Case(
        "white space behind a line break",
        "page",
        lambda: page(f"<article><p>{SENTENCE * 5}<br>and{' ' * 900_000}so on.</p></article>"),
        "article 83",
    ),
    Case(
        "prose at great depth",
        "page",
        lambda: page("<div>" * 200 + f"<div>{f'<p>{SENTENCE[:45]}</p>' * 4900}</div>" * 4),
        "article 156800",
    ),
    Case(
        "lines that are nearly in the stated text",
        "page",
        lambda: page(
            f"<div>{''.join(f'<p>{chr(97) * 99}b{number}.</p>' for number in range(4500))}</div>" * 2,
            f"<script type='application/ld+json'>{news(articleBody='a' * 1_800_000)}</script>",
        ),
        "article 9000",
    ),
    # What a page says of itself.
    Case(
        "a title of outlets",
        "page",
        lambda: page(
            ARTICLE,
            "<meta property='og:site_name' content='Site'>"
            f"<meta property='og:title' content='Refused{' | Site' * 3000}'>",
        ),
        f"article {WORDS}",
    ),
    Case(
        "a title of 5 MB",
        "page",
        lambda: page(ARTICLE, f"<meta name='og:title' content='{'x ' * 2_500_000}'>"),
        f"article {WORDS}",
    ),
    Case(
        "an address of 5 MB",
        "page",
        lambda: page(ARTICLE, f"<link rel='canonical' href='/{'a-1/' * 1_200_000}'>"),
        f"article {WORDS}",
    ),
    Case(
        "addresses that are none",
        "page",
        lambda: page(
            ARTICLE,
            "".join(
                f"<link rel='canonical' href='{address}'>"
                for address in (
                    "http://[::1",
                    "//",
                    "http://news.test:99999/a-b",
                    "javascript:x",
                    "http://a\\b",
                )
            ),
        ),
        f"article {WORDS}",
    ),
    Case(
        "500 canonical addresses in a circle",
        "page",
        lambda: page(
            ARTICLE,
            "".join(
                f"<link rel='canonical' href='https://news.test/world/a-{number % 9}'>"
                for number in range(500)
            ),
        ),
        f"article {WORDS}",
    ),
    Case(
        "meta refresh", "page", lambda: page("<meta http-equiv='refresh' content='0; url=/next'>"), "no-text"
    ),
    Case(
        "times that are none",
        "page",
        lambda: page(
            "".join(f"<time>{n} lorem 2024 • {n} ipsum 2023</time>" for n in range(1, 31)) + ARTICLE
        ),
        f"article {WORDS}",
    ),
    Case("JSON-LD of brackets", "page", lambda: linked("[" * 100_000), f"article {WORDS}"),
    Case(
        "authors in lists in lists",
        "page",
        lambda: linked(f'{{"@type": "NewsArticle", "author": {deep(900)}}}'),
        f"article {WORDS}",
    ),
    Case(
        "an @id in lists in lists",
        "page",
        lambda: linked(f'{{"@type": "NewsArticle", "author": {{"@id": {deep(950)}}}}}'),
        f"article {WORDS}",
    ),
    Case("JSON-LD of 10 MB", "page", lambda: linked(news(headline="x " * 4_900_000)), f"article {WORDS}"),
    Case(
        "JSON-LD that states a book",
        "page",
        lambda: linked(news(articleBody=SENTENCE * 20_000)),
        "too-complex",
    ),
    Case(
        "JSON-LD in a circle",
        "page",
        lambda: linked(
            json.dumps(
                {
                    "@graph": [
                        {"@id": "a", "name": "A", "author": {"@id": "b"}},
                        {
                            "@id": "b",
                            "@type": "NewsArticle",
                            "name": "B",
                            "author": {"@id": "a"},
                            "mainEntity": {"@id": "b"},
                        },
                    ]
                }
            )
        ),
        f"article {WORDS}",
    ),
    Case(
        "JSON-LD of the wrong types",
        "page",
        lambda: linked(
            news(
                headline={"a": 1},
                author=[None, 1, [[], {}], {"name": {}}],
                isAccessibleForFree=[1],
                url=5,
                hasPart=[None, [], 3],
                mainEntityOfPage=[{"@id": 3}],
                publisher=[[[]]],
                inLanguage={"name": []},
            )
        ),
        f"article {WORDS}",
    ),
    Case(
        "a reference of 5,000 digits",
        "page",
        lambda: linked(news(headline=f"a &#{'9' * 5000}; b")),
        f"article {WORDS}",
    ),
    Case(
        "a number of 5,000 digits",
        "page",
        lambda: linked(f'{{"headline": {"9" * 5000}}}'),
        f"article {WORDS}",
    ),
    Case(
        "half a surrogate pair",
        "page",
        lambda: linked(news(headline="a \ud800 b", author="\udfff C")),
        f"article {WORDS}",
    ),
    # Bytes.
    Case("NULs", "page", lambda: page(ARTICLE + "\0" * 9_000_000), f"article {WORDS}"),
    Case(
        "references to surrogates",
        "page",
        lambda: page(f"{ARTICLE}<p>{'&#xD800;&#xDFFF;' * 1000}"),
        f"article {WORDS}",
    ),
    Case(
        "UTF-16 cut off",
        "page",
        lambda: b"\xff\xfe" + page(ARTICLE).decode().encode("utf-16-le")[:-1],
        f"article {WORDS}",
    ),
    Case(
        "a charset that is none",
        "page",
        lambda: page(ARTICLE).replace(b"'utf-8'", b"'utf-99'"),
        f"article {WORDS}",
    ),
    Case(
        "UTF-7",
        "page",
        lambda: b"<meta charset='utf-7'>" + b"+ADw-b+AD4-" * 9 + page(ARTICLE),
        f"article {WORDS}",
    ),
    Case(
        "shifts of ISO-2022-JP",
        "page",
        lambda: b"<meta charset='iso-2022-jp'>" + b"\x1b$B!!\x1b(B" * 900_000,
        "no-text",
    ),
    Case("a compressed page", "page", lambda: gzip.compress(page(ARTICLE)), "not-html"),
    Case("a feed for a page", "page", lambda: feed(item(1)), "not-html"),
    # Feeds.
    Case("a feed of 50k items", "feed", lambda: feed(*map(item, range(50_000))), "unparseable"),
    Case("a feed of 10k items", "feed", lambda: feed(*map(item, range(10_000))), "feed 10000+0"),
    Case("HTML for a feed", "feed", lambda: page(ARTICLE), "html"),
    Case("nothing for a feed", "feed", lambda: b" \n", "empty"),
    Case("a doctype with a backslash", "feed", lambda: b'<!DOCTYPE rss \\ "x">' + feed(item(1)), "feed 1+0"),
    Case("billion laughs", "feed", laughs, "feed 1+0"),
    Case(
        "a million references",
        "feed",
        lambda: feed(item(1, f"<description>{'&amp;' * 1_900_000}</description>")),
        "unparseable",
    ),
    Case(
        "a title's endless reference",
        "feed",
        lambda: feed(item(1, title=f"<![CDATA[a &#{'9' * 5000}; b]]>"), item(2)),
        "feed 2+0",
    ),
    Case("deep fields", "feed", lambda: feed(item(1, "<x>" * 90_000)), "feed 1+0"),
    Case(
        "tags of attributes",
        "feed",
        lambda: feed(*(item(n, f"<x {ATTRIBUTES}/>") for n in range(1000))),
        "feed 1000+0",
    ),
    Case(
        "coordinates",
        "feed",
        lambda: feed(item(1, f"<georss:polygon>{'1 2 ' * 2_000_000}</georss:polygon>")),
        "feed 1+0",
    ),
    Case(
        "months that are none",
        "feed",
        lambda: feed(*(item(n, f"<pubDate>{n} lorem 2024</pubDate>") for n in range(4000))),
        "feed 4000+0",
    ),
    Case(
        "links of parameters",
        "feed",
        lambda: feed(
            *(
                f"<item><title>T</title><link>https://news.test/{n}?{'a=1&amp;' * 900}</link></item>"
                for n in range(900)
            )
        ),
        "feed 0+900",
    ),
    Case("comments alone", "feed", lambda: feed("<!-- -->" * 1_100_000, item(1)), "feed 1+0"),
    Case("CDATA not closed", "feed", lambda: feed(item(1), "<![CDATA[" * 1_000_000), "feed 1+0"),
    Case(
        "UTF-16 feed cut off",
        "feed",
        lambda: b"\xff\xfe" + feed(item(1), item(2)).decode().encode("utf-16-le")[:-1],
        "feed 2+0",
    ),
)


def main() -> None:
    """Write the cases to a folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        suffix = ".xml" if case.kind == AS_FEED else ".html"
        (folder / (case.name.replace(" ", "-").replace("/", "-") + suffix)).write_bytes(case.make())


if __name__ == "__main__":
    main()
