"""A tree becomes blocks of text: what a browser would set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tasks.articles.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "ins", "kbd", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span",
        "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "svg", "script", "button",
        "br",
    }
)  # fmt: skip
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
# While a block is put together: what stands for <br>, and around the text of links.
BREAK, LINK_START, LINK_END = "\x02", "\x03", "\x04"
_SPACES = re.compile(r"\s{2,}")
_MARKS = re.compile(f"[{LINK_START}{LINK_END}]")
_LINKED = re.compile(f"{LINK_START}[^{LINK_END}]*{LINK_END}")
_LINE_BREAK = re.compile(
    rf"(?:\s*{BREAK}){{2,}}|(?<=[.!?…:;\"”“»)\]。\uff01\uff1f」{LINK_END}])\s*{BREAK}\s*"
)
_SENTENCE_END = re.compile(r"[.!?…\"”“»)\]’'。\uff01\uff1f」』؟।](?:\s?\[?\d{1,3}\]?)?$|[:;]$")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text, its white space made single.

    `element` is the innermost block element around it, `link_length` how many characters are links.
    """

    text: str
    link_length: int
    element: HtmlElement

    @property
    def tag(self) -> str:
        """The name of its element."""
        return str(self.element.tag)

    @property
    def is_heading(self) -> bool:
        """Whether it heads what follows; h1 heads the page and is none."""
        return self.element.tag in HEADINGS

    @property
    def link_share(self) -> float:
        """The share of its characters that are links, in [0, 1]."""
        return self.link_length / len(self.text)

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_SENTENCE_END.search(self.text))


def read_blocks(root: HtmlElement) -> list[Block]:
    """Return the blocks of a tree in the order in which they are read."""
    blocks: list[Block] = []
    pieces: list[str] = []
    for piece, element in _pieces(root):
        if piece is not None:
            pieces.append(piece)
        elif pieces:
            blocks.extend(_blocks_of("".join(pieces), element))
            pieces = []
    return blocks


def _pieces(root: HtmlElement) -> Iterator[tuple[str | None, HtmlElement]]:
    """Yield pieces of text, links marked, with the block element they are in; None where a block ends."""
    waiting = [_Step(root, root, is_link=False, is_start=True)]
    while waiting:
        step = waiting.pop()
        element, is_inline = step.element, step.element.tag in INLINE
        own = step.block if is_inline else element
        if not is_inline:
            yield None, step.block if step.is_start else element
        if step.is_start:
            is_link = step.is_link or element.tag == "a"
            waiting.append(_Step(element, step.block, step.is_link, is_start=False))
            if element.tag == "br":
                yield BREAK, own
            elif element.text:
                yield _marked(element.text, is_link=is_link), own
            waiting.extend(_Step(child, own, is_link, is_start=True) for child in reversed(element))
        elif element.tail and element is not root:
            yield _marked(element.tail, is_link=step.is_link), step.block


class _Step(NamedTuple):
    """An element to be entered, or left, with the block element around it."""

    element: HtmlElement
    block: HtmlElement
    is_link: bool
    is_start: bool


def _marked(text: str, *, is_link: bool) -> str:
    return f"{LINK_START}{text}{LINK_END}" if is_link else text


def _blocks_of(text: str, element: HtmlElement) -> Iterator[Block]:
    # Spaces first: where a break may have many of them before it, each would be tried as the first.
    for line in _LINE_BREAK.split(_SPACES.sub(" ", text)) if BREAK in text else (text,):
        is_linked = LINK_START in line
        words = plain((_MARKS.sub("", line) if is_linked else line).replace(BREAK, " "))
        if words:
            unlinked = plain(_LINKED.sub(" ", line).replace(BREAK, " ")) if is_linked else words
            yield Block(words, max(0, len(words) - len(unlinked)), element)
