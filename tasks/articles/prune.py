"""What frames the news goes: navigation, related headlines, notes on cookies, buttons, captions."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from config.pages import PageWords

# Elements that never hold text to be read.
SILENT = frozenset(
    {
        "script", "style", "svg", "noscript", "template", "iframe", "button", "select", "input", "textarea",
        "object", "canvas", "video", "audio", "picture", "source", "img", "figcaption", "link", "meta",
        "embed", "map", "progress", "label", "math", "option", "datalist", "title", "base",
        "frameset",
    }
)  # fmt: skip
FRAME_TAGS = frozenset({"nav", "footer", "dialog", "menu"})  # foreign however long, unless the news is inside
FOREIGN_TAGS = frozenset({"aside", "form"})
FOREIGN_ROLES = frozenset(
    {
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "alert",
        "menu",
    }
)
KEPT_TAGS = frozenset({"html", "body", "main", "article"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# The share of the page's text below which an element of a kind goes: with more of it, it frames the news.
SHARES = {"": 0.0, "frame": 2.0, "foreign": 0.5, "doubtful": 0.1}
PROSE_LENGTH = 80  # characters from which a paragraph is taken for prose
FEWEST_TEASERS = 2  # one linked heading may be the article's own
CARD_LENGTH = 600  # characters of a headline that leads elsewhere, with its teaser
GONE = "gone"  # the tag of an element that is to be taken out
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@dataclass(frozen=True, slots=True, eq=False)
class NameRules:
    """The names of `config/pages.yaml`, ready to be looked up."""

    foreign: frozenset[str]
    foreign_pairs: frozenset[tuple[str, str]]
    doubtful: frozenset[str]
    modifiers: frozenset[str]
    hidden: frozenset[str]

    @classmethod
    def of(cls, words: PageWords) -> NameRules:
        """Return the rules that the words make."""
        pairs = (name.split("-") for name in words.foreign_names if "-" in name)
        return cls(
            foreign=frozenset(name for name in words.foreign_names if "-" not in name),
            foreign_pairs=frozenset((first, second) for first, second in pairs),
            doubtful=frozenset(words.doubtful_names),
            modifiers=frozenset(words.modifier_names),
            hidden=frozenset(words.hidden_classes),
        )


@dataclass(slots=True)
class _Weight:
    """What an element holds: characters, those outside links, headings, whether a paragraph of prose."""

    characters: int = 0
    unlinked: int = 0
    headings: int = 0
    has_prose: bool = False

    def add(self, inner: _Weight, tail: int) -> None:
        """Add what an element inside weighs, and the length of the text behind it."""
        self.characters += inner.characters + tail
        self.unlinked += inner.unlinked + tail
        self.headings += inner.headings
        self.has_prose = self.has_prose or inner.has_prose


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was found while pruning: characters of text, and teasers of other pages that were taken out."""

    text_length: int
    teaser_count: int


def prune(root: HtmlElement, rules: NameRules) -> Pruned:
    """Take what frames the news out of a tree."""
    etree.strip_elements(root, *SILENT, with_tail=False)
    elements = list(root.iter())
    weights = _weigh(elements)
    total = weights[root].unlinked
    for element in elements:
        kind = _kind_of(element, rules)
        share = weights[element].unlinked / total if total else 0
        if share < SHARES[kind] and not (kind == "doubtful" and weights[element].has_prose):
            _mark(element)
    teaser_count = _mark_teasers(root, weights)
    etree.strip_elements(root, GONE, with_tail=False)
    return Pruned(weights[root].characters, teaser_count)


def _mark(element: HtmlElement) -> None:
    """Let an element go: all at once is quick, where one by one would join the texts around each anew."""
    element.tag = GONE
    if element.tail:
        element.tail = f" {element.tail}"  # lest the words around it become one


def _weigh(elements: list[HtmlElement]) -> dict[HtmlElement, _Weight]:
    """Return the weights of all elements; they come in document order, so backwards children go first."""
    weights = {element: _Weight() for element in elements}
    for element in reversed(elements):
        weight, tag = weights[element], element.tag
        own = len(element.text.strip()) if element.text else 0
        weight.characters += own
        weight.unlinked = 0 if tag == "a" else weight.unlinked + own
        weight.headings += tag in HEADINGS
        weight.has_prose = weight.has_prose or (tag == "p" and weight.unlinked >= PROSE_LENGTH)
        above = weights.get(element.getparent())
        if above:
            above.add(weight, len(element.tail.strip()) if element.tail else 0)
    return weights


def _kind_of(element: HtmlElement, rules: NameRules) -> str:
    """Return which kind of foreign matter an element is by its tag, attributes and names, if any."""
    tag = element.tag
    if tag in KEPT_TAGS:
        return ""
    if tag in FRAME_TAGS and next(element.iter("article", "h1", "main"), None) is None:
        return "frame"
    if tag in FOREIGN_TAGS or _is_aside(element):
        return "foreign"
    classes, identifier = element.get("class"), element.get("id")
    return _kind_of_names(f"{classes or ''} {identifier or ''}", rules) if classes or identifier else ""


def _is_aside(element: HtmlElement) -> bool:
    """Return whether an element is not shown, or says that it is no part of the main matter."""
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or element.get("role") in FOREIGN_ROLES
        or (style is not None and "display:none" in style.replace(" ", ""))
    )


@functools.lru_cache(maxsize=20_000)  # an outlet's pages have the same names, one and all
def _kind_of_names(text: str, rules: NameRules) -> str:
    kind = ""
    names = text.split()
    # `hidden md:block` is shown on large screens.
    if not rules.hidden.isdisjoint(names) and not any(":" in name or "-block" in name for name in names):
        return "foreign"
    for name in names:
        parts = [part.lower() for part in _PART.findall(name)]
        if not rules.modifiers.isdisjoint(parts):
            continue
        if not rules.foreign.isdisjoint(parts) or not rules.foreign_pairs.isdisjoint(pairwise(parts)):
            return "foreign"
        if not rules.doubtful.isdisjoint(parts):
            kind = "doubtful"
    return kind


def _mark_teasers(root: HtmlElement, weights: dict[HtmlElement, _Weight]) -> int:
    """Let headlines go that lead to other pages, with what stands by them; return their number."""
    headlines = [one for one in root.iter("h2", "h3", "h4", "h5", "h6") if _leads_away(one, weights)]
    if len(headlines) < FEWEST_TEASERS:
        return 0
    for headline in headlines:
        _mark(_card_of(headline, weights))
    return len(headlines)


def _leads_away(headline: HtmlElement, weights: dict[HtmlElement, _Weight]) -> bool:
    """Return whether a heading is a link to another page, or inside one."""
    around = next(headline.iterancestors("a"), None)
    if around is not None:
        return _is_elsewhere(around)
    inside = next(headline.iter("a"), None)
    linked = weights[headline].characters - weights[headline].unlinked
    return inside is not None and _is_elsewhere(inside) and linked >= 0.8 * weights[headline].characters


def _is_elsewhere(link: HtmlElement) -> bool:
    address = link.get("href", "")
    return bool(address) and not address.startswith("#")


def _card_of(headline: HtmlElement, weights: dict[HtmlElement, _Weight]) -> HtmlElement:
    """Return the largest element around a headline that is still its teaser."""
    card = headline
    for around in headline.iterancestors():
        is_page = around.tag in {"html", "body", "main"}
        if is_page or weights[around].headings > 1 or weights[around].characters > CARD_LENGTH:
            break
        card = around
    return card
