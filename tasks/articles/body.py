"""The careful reading of a body: where a page's prose is dense, without lines that ask or lead away."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from tasks.articles.blocks import read_blocks
from tasks.articles.text import fold, mentions, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from config.pages import PageWords
    from tasks.articles.blocks import Block

MIN_PROSE = 40  # characters of a line that may be prose
SURE_PROSE = 100  # of one that is, though it does not end as a sentence does
CONTAINER_SHARE = 0.8  # of the prose around it that a smaller container must hold to be taken instead
MAIN_SHARE = 0.5  # of the page's prose that <main> must hold to be trusted
LINKED_SHARE = 0.6  # of a line's characters: a line of links
SHORT_LINE = 250  # characters up to which a line may be an appeal
NEIGHBOURS = 3  # lines of prose beside a short paragraph that vouch for it
STATED_LENGTH = 400  # characters from which the body that a page states is worth comparing
MOST_COMPARED = 2 * 10**9  # characters of another text that lines are looked for in: a second or so
KNOWN_SHARE = 0.5  # of our lines that another text must have to tell something about the rest
_LABELLED_LINK = re.compile(r"[^:|»]{0,30}[:|»]\s")
_PARTING = frozenset({"", ":", "|", "»", ">", "-", "–"})
_LEADING = re.compile(r"^[\W_]+")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")


@dataclass(frozen=True, slots=True)
class LineRules:
    """The words of `config/pages.yaml`, ready to be looked up in lines."""

    read_more: tuple[str, ...]
    appeals: tuple[str, ...]
    labels: frozenset[str]
    date_labels: tuple[str, ...]
    byline_words: frozenset[str]

    @classmethod
    def of(cls, words: PageWords) -> LineRules:
        """Return the rules that the words make."""
        return cls(
            words.read_more,
            words.appeals,
            frozenset(words.labels),
            words.date_labels,
            frozenset((*words.byline_words, *words.name_joiners)),
        )

    def rest_of_lead(self, text: str) -> str | None:
        """Return what follows the words of a line that leads elsewhere, such as ``Read more: ...``."""
        start = _LEADING.sub("", text.lower())
        if not start.startswith(self.read_more):
            return None
        rests = (start.removeprefix(phrase) for phrase in self.read_more if start.startswith(phrase))
        return next((rest for rest in rests if not rest[:1].isalnum()), None)


@dataclass(frozen=True, slots=True)
class Hints:
    """What the page says of its own text; `body` is schema.org's `articleBody`, often absent or cut."""

    title: str = ""
    descriptions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text; `place` is the kind of element it stands in."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of the careful reading; `refused` are the page's other lines, folded."""

    lines: tuple[Line, ...]
    refused: frozenset[str]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The lines as they stand in an article's text."""
        return tuple(line.text for line in self.lines)

    def confirmed_by(self, text: str) -> Reading:
        """Return the reading without lines that another text lacks, if they also stand elsewhere.

        What an independent source leaves out is foreign, unless it stands in the same kind of element
        as what it has: then that source was careless. One that has less than half proves nothing, nor
        does one that would take too long to be looked through for each line.
        """
        other = fold(text)
        if len(self.lines) * len(other) > MOST_COMPARED:
            return self
        known = [line for line in self.lines if fold(line.text) in other]
        if _length(known) < KNOWN_SHARE * _length(self.lines):
            return self
        places = {line.place for line in known}
        strangers = [line for line in self.lines if line.place not in places]
        refused = self.refused.union(fold(line.text) for line in strangers)
        return replace(
            self, lines=tuple(line for line in self.lines if line.place in places), refused=refused
        )


def read_body(root: HtmlElement, hints: Hints, rules: LineRules) -> Reading:
    """Return the reading of a pruned tree."""
    blocks = read_blocks(root)
    good = _good_lines(blocks, hints, rules)
    inside = set(_container(root, good).iter())
    kept = _without_tails([block for block in good if block.element in inside], rules)
    kept = _without_lone_headings(_without_standfirst(kept, hints))
    texts = {fold(block.text) for block in kept}
    refused = frozenset(folded for block in blocks if (folded := fold(block.text)) not in texts)
    lines = tuple(Line(block.text, _place(block)) for block in kept)
    if len(hints.body) < STATED_LENGTH:
        return Reading(lines, refused)
    if _length(lines) < KNOWN_SHARE * len(hints.body):  # the scripts of the page would show it
        stated = (plain(line) for line in hints.body.splitlines())
        return Reading(tuple(Line(line, "") for line in stated if line), refused)
    return Reading(lines, refused).confirmed_by(hints.body)


def _place(block: Block) -> str:
    home = block.element.getparent()
    return "" if home is None else f"{home.tag} {home.get('class', '')}"


def _length(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _prose(block: Block) -> int:
    """Return how many characters of prose a block has."""
    length = len(block.text)
    if block.tag == "h1" or block.is_heading or block.link_share > LINKED_SHARE or length < MIN_PROSE:
        return 0
    return length - block.link_length if block.ends_sentence or length >= SURE_PROSE else 0


def _container(root: HtmlElement, blocks: Sequence[Block]) -> HtmlElement:
    """Return the smallest element that still holds the prose."""
    weights: Counter[HtmlElement] = Counter()
    for block in blocks:
        weights[block.element] += _prose(block)
    for element in reversed(list(root.iter())):  # backwards, what is inside goes first
        above = element.getparent()
        if above is not None and weights[element]:
            weights[above] += weights[element]
    mains = list(root.iter("main"))
    node = mains[0] if len(mains) == 1 and weights[mains[0]] >= MAIN_SHARE * weights[root] else root
    while True:
        inner = (child for child in node if weights[child] and child.tag != "p")
        best = max(inner, key=weights.__getitem__, default=None)
        if best is None or weights[best] < CONTAINER_SHARE * weights[node]:
            return node
        node = best


def _good_lines(blocks: Sequence[Block], hints: Hints, rules: LineRules) -> list[Block]:
    neighbours = Counter(block.element.getparent() for block in blocks if _prose(block))
    title = fold(hints.title)
    authors = {word for author in hints.authors for word in author.lower().split()}
    return [
        block
        for block in blocks
        if block.tag != "h1"
        and fold(block.text) != title
        and (
            block.link_share <= LINKED_SHARE
            if block.is_heading
            else not _leads_away(block, rules)
            and not _is_furniture(block, rules, authors)
            and _stands_alone(block, neighbours[block.element.getparent()])
        )
    ]


def _leads_away(block: Block, rules: LineRules) -> bool:
    """Return whether a line is there to be clicked."""
    length = len(block.text)
    if block.link_share > LINKED_SHARE:
        is_prose = length >= 2 * MIN_PROSE and length - block.link_length >= MIN_PROSE and block.ends_sentence
        return not is_prose
    rest = rules.rest_of_lead(block.text) if length < SHORT_LINE else None
    if rest is not None and (block.link_length or rest[:1] in _PARTING or not block.ends_sentence):
        return True
    label = _LABELLED_LINK.match(block.text)
    return bool(label and block.link_length and block.link_length >= length - label.end() - 1)


def _is_furniture(block: Block, rules: LineRules, authors: set[str]) -> bool:
    """Return whether a line is a label, a byline, a time, or asks for something."""
    text = block.text.lower()
    if len(text) < SHORT_LINE and mentions(text, rules.appeals):
        return True
    if len(text) < SURE_PROSE and not block.ends_sentence:
        words = text.replace(",", " ").split()
        is_byline = bool(authors) and all(word in authors or word in rules.byline_words for word in words)
        is_dated = text.startswith(rules.date_labels) and any(map(str.isdigit, text))
        if is_byline or is_dated or (len(text) < MIN_PROSE and _CLOCK.search(text)):
            return True
    return text.strip(" .:…") in rules.labels or text.startswith(("©", "(c)"))


def _stands_alone(block: Block, neighbour_count: int) -> bool:
    """Return whether a line is long enough, or in company that says it belongs."""
    if len(block.text) >= MIN_PROSE or block.ends_sentence or block.tag == "li":
        return True
    return block.tag == "p" and not block.link_length and neighbour_count >= NEIGHBOURS


def _without_tails(blocks: Sequence[Block], rules: LineRules) -> list[Block]:
    """Leave out what follows a heading that leads away, until the text goes on where it was."""
    kept: list[Block] = []
    homes: set[HtmlElement | None] = set()
    is_tail = False
    for block in blocks:
        home = block.element.getparent()
        prose = _prose(block)
        if block.is_heading:
            is_tail = len(block.text) < SURE_PROSE and rules.rest_of_lead(block.text) is not None
        elif prose and home in homes:
            is_tail = False
        if not is_tail:
            kept.append(block)
            if prose:
                homes.add(home)
    return kept


def _without_standfirst(blocks: list[Block], hints: Hints) -> list[Block]:
    """Leave out a first line that repeats the page's description and stands apart from the text."""
    if not blocks:
        return blocks
    first, *rest = blocks
    is_description = fold(first.text) in map(fold, hints.descriptions)
    homes = {block.element.getparent() for block in rest}
    return rest if rest and is_description and first.element.getparent() not in homes else blocks


def _without_lone_headings(blocks: Sequence[Block]) -> list[Block]:
    return [
        block
        for block, after in zip_longest(blocks, blocks[1:])
        if not block.is_heading or (after is not None and not after.is_heading)
    ]
