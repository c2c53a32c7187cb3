"""An HTML page becomes an article, or the reason why it is none."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from config.pages import load_page_words
from config.settings import CONFIG_FOLDER
from tasks.articles.body import Hints, LineRules
from tasks.articles.clean import clean
from tasks.articles.dating import page_date
from tasks.articles.decode import decode_html
from tasks.articles.identity import article_id, content_hash, own_address
from tasks.articles.language import find_language
from tasks.articles.metadata import head_of, read_metadata
from tasks.articles.page import parse_page, visible_text
from tasks.articles.prune import NameRules, prune
from tasks.articles.records import Article
from tasks.articles.text import count_words
from tasks.articles.verdict import Evidence, foreign_body, is_beyond_doubt, judge
from tasks.errors import ArticleError

if TYPE_CHECKING:
    from datetime import datetime

    from config.pages import PageWords
    from tasks.articles.clean import Body
    from tasks.articles.metadata import Metadata
    from tasks.articles.page import Page
    from tasks.articles.records import DateBasis
    from tasks.feeds.records import Entry

MAX_TEXT_LENGTH = 1_000_000  # characters: a long book


@dataclass(frozen=True, slots=True)
class PageRules:
    """The words of `config/pages.yaml`, and what is made of them once."""

    words: PageWords
    names: NameRules
    lines: LineRules


@functools.cache
def page_rules() -> PageRules:
    """Return the rules by which pages are read."""
    words = load_page_words(CONFIG_FOLDER)
    return PageRules(words, NameRules.of(words), LineRules.of(words))


def read_html(
    body: bytes,
    url: str | None,
    now: datetime,
    *,
    content_type: str | None = None,
    entry: Entry | None = None,
) -> Article:
    """Return the article that a page holds.

    `url` is where it was fetched, None for a file; `now` is when. The `entry` of a feed gives title,
    authors and date where the page has none. Raises ArticleError: ``not-html``, ``too-complex``,
    ``script-shell``, ``consent-wall``, ``teaser``, ``listing``, ``video`` or ``no-text``.
    """
    address = url or ""
    foreign = foreign_body(body, content_type)
    if foreign:
        raise ArticleError(address, foreign.reason, foreign.detail)
    rules = page_rules()
    text = decode_html(body, content_type)
    page = parse_page(text, address)
    metadata = read_metadata(head_of(page.root, rules.words), address, rules.words)
    found, evidence = _examine(page, metadata, rules, address)
    visible = "" if is_beyond_doubt(evidence) else visible_text(parse_page(text, address).root)
    finding = judge(evidence, visible, rules.words)
    if finding:
        raise ArticleError(address, finding.reason, finding.detail)
    return _article(metadata, found, address, now, entry)


def _examine(page: Page, metadata: Metadata, rules: PageRules, url: str) -> tuple[Body, Evidence]:
    """Return the body of a page and what tells whether it is an article's; prunes the page's tree."""
    root = page.root
    script_count = sum(1 for script in root.iter("script") if "ld+json" not in script.get("type", ""))
    is_in_article = any(
        root.find(path) is not None for path in (".//article", ".//*[@itemprop='articleBody']")
    )
    is_article = not metadata.kinds.isdisjoint(rules.words.article_kinds)
    pruned = prune(root, rules.names)
    if pruned.text_length > MAX_TEXT_LENGTH:
        raise ArticleError(url, "too-complex", f"{pruned.text_length:,} characters of text")
    hints = Hints(metadata.title, metadata.descriptions, metadata.authors, metadata.body)
    found = clean(root, hints, rules.lines)
    evidence = Evidence(
        paragraphs=found.paragraphs,
        teaser_count=pruned.teaser_count,
        script_count=script_count,
        is_marked=is_article or is_in_article or metadata.open_graph_type == "article",
        is_cut=page.is_cut,
        is_video=metadata.open_graph_type.startswith("video") or "VideoObject" in metadata.kinds,
        is_free=metadata.is_free,
    )
    return found, evidence


def _article(metadata: Metadata, found: Body, url: str, now: datetime, entry: Entry | None) -> Article:
    text = "\n".join(found.paragraphs)
    address = own_address(metadata.addresses, url)
    published_at, basis = _date(metadata, url or address, now, entry)
    return Article(
        article_id=article_id(address, text),
        url=url,
        canonical_url=address,
        title=metadata.title or (entry.title if entry else ""),
        authors=metadata.authors or (entry.authors if entry else ()),
        published_at=published_at,
        published_date=published_at.date(),
        date_basis=basis,
        fetched_at=now,
        language=find_language(text, metadata.languages),
        section=metadata.section,
        text=text,
        word_count=count_words(text),
        content_sha256=content_hash(text),
        agreement=found.agreement,
        is_free=metadata.is_free,
    )


def _date(metadata: Metadata, url: str, now: datetime, entry: Entry | None) -> tuple[datetime, DateBasis]:
    """Return when the article was published, to the second in UTC, and who says so."""
    feed_date = entry.published_at if entry else None
    on_page = page_date(metadata.published, metadata.modified, url, now, feed_date)
    found: tuple[datetime, DateBasis] = (
        (on_page, "page") if on_page else (feed_date, "feed") if feed_date else (now, "fetched")
    )
    return found[0].astimezone(UTC).replace(microsecond=0), found[1]
