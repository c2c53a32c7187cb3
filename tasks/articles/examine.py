"""A page is taken apart: what it says of itself, its body, and whether that is an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.articles.body import Hints
from tasks.articles.clean import clean
from tasks.articles.metadata import head_of, read_metadata
from tasks.articles.page import parse_page, visible_text
from tasks.articles.prune import prune
from tasks.articles.verdict import Evidence, is_beyond_doubt, judge
from tasks.errors import ArticleError

if TYPE_CHECKING:
    from tasks.articles.clean import Body
    from tasks.articles.metadata import Metadata
    from tasks.articles.page import Page
    from tasks.articles.rules import PageRules

MAX_TEXT_LENGTH = 1_000_000  # characters: a long book
ARTICLE_PATHS = (".//article", ".//*[@itemprop='articleBody']")


@dataclass(frozen=True, slots=True)
class Examined:
    """A page that is an article: what it says of itself, and its body."""

    metadata: Metadata
    body: Body


def examine_page(text: str, url: str, rules: PageRules) -> Examined:
    """Return what the HTML of an article holds.

    Raises ArticleError for a page that is none, and for one that would take too long.
    """
    page = parse_page(text, url)
    metadata = read_metadata(head_of(page.root, rules.words), url, rules.words)
    body, evidence = _weigh(page, metadata, url, rules)
    visible = "" if is_beyond_doubt(evidence) else visible_text(parse_page(text, url).root)
    finding = judge(evidence, visible, rules.words)
    if finding:
        raise ArticleError(url, finding.reason, finding.detail)
    return Examined(metadata, body)


def _weigh(page: Page, metadata: Metadata, url: str, rules: PageRules) -> tuple[Body, Evidence]:
    """Return the body of a page and what tells whether it is an article's; prunes the page's tree."""
    root = page.root
    script_count = sum(1 for script in root.iter("script") if "ld+json" not in script.get("type", ""))
    is_in_article = any(root.find(path) is not None for path in ARTICLE_PATHS)
    is_article = not metadata.kinds.isdisjoint(rules.words.article_kinds)
    pruned = prune(root, rules.names)
    if pruned.text_length > MAX_TEXT_LENGTH:
        raise ArticleError(url, "too-complex", f"{pruned.text_length:,} characters of text")
    hints = Hints(metadata.title, metadata.descriptions, metadata.authors, metadata.body)
    body = clean(root, hints, rules.lines)
    length = sum(map(len, body.paragraphs))  # of the text that JSON-LD states, where that was taken
    if length > MAX_TEXT_LENGTH:
        raise ArticleError(url, "too-complex", f"{length:,} characters of text")
    evidence = Evidence(
        paragraphs=body.paragraphs,
        teaser_count=pruned.teaser_count,
        script_count=script_count,
        is_marked=is_article or is_in_article or metadata.open_graph_type == "article",
        is_cut=page.is_cut,
        is_video=metadata.open_graph_type.startswith("video") or "VideoObject" in metadata.kinds,
        is_free=metadata.is_free,
    )
    return body, evidence
