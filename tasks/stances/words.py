"""A document as plain words, and the word tries that find phrases in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from spacy.tokens import Doc

T = TypeVar("T")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
POSSESSIVES = frozenset({"'s", "'", "'S"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a document without white space, apostrophes made straight.

    `starts` and `ends` are characters; `sentence_of` counts sentences from 0; `bounds` are the
    first and last word (exclusive) of each.
    """

    text: str
    texts: list[str]
    lowers: list[str]
    starts: list[int]
    ends: list[int]
    sentence_of: list[int]
    bounds: list[tuple[int, int]]

    def sentence_text(self, sentence: int) -> str:
        """Return the characters of a sentence."""
        first, last = self.bounds[sentence]
        return self.text[self.starts[first] : self.ends[last - 1]]

    def is_first(self, place: int) -> bool:
        """Return whether a word is its sentence's first, opening quotes aside."""
        first = self.bounds[self.sentence_of[place]][0]
        return all(not self.texts[before][:1].isalnum() for before in range(first, place))

    def is_capitalised(self, place: int) -> bool:
        """Return whether a word starts with a capital letter."""
        return self.texts[place][:1].isupper()

    def touch(self, place: int) -> bool:
        """Return whether no space stands between a word and the one before."""
        return place > 0 and self.starts[place] == self.ends[place - 1]

    def places_in(self, start: int, end: int) -> range:
        """Return the places of the words that characters `start` to `end` (exclusive) touch."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def same_sentence(self, place: int, other: int) -> bool:
        """Return whether both places are words of one sentence."""
        return (
            0 <= place < len(self.texts)
            and 0 <= other < len(self.texts)
            and self.sentence_of[place] == self.sentence_of[other]
        )


def read_words(doc: Doc) -> Words:
    """Return the words of a document whose sentence starts are marked."""
    words = Words(doc.text, [], [], [], [], [], [])
    opened: list[int] = []
    for token in doc:
        text = token.text
        if text.isspace():
            continue
        if token.is_sent_start:
            opened.append(len(words.texts))
        start = token.idx
        words.starts.append(start)
        words.ends.append(start + len(text))
        text = straight(text)
        words.texts.append(text)
        words.sentence_of.append(max(len(opened) - 1, 0))
    words.lowers.extend(text.lower() for text in words.texts)
    words.bounds.extend(pairwise([*opened, len(words.texts)]))
    return words


def straight(text: str) -> str:
    """Return a text with typographic apostrophes made straight."""
    return text if text.isascii() else text.translate(_APOSTROPHES)


class _Node(Generic[T]):
    """What may follow at a place of a phrase, and the values of the phrase that ends there."""

    __slots__ = ("below", "values")

    def __init__(self) -> None:
        self.below: dict[str, _Node[T]] = {}
        self.values: list[T] = []


class Trie(Generic[T]):
    """Phrases of words, each with its values; finds the longest one at a place."""

    __slots__ = ("_root",)

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, words: Iterable[str], value: T) -> None:
        """Add a phrase; one phrase may get several values."""
        node = self._root
        for word in words:
            node = node.below.setdefault(word, _Node())
        if value not in node.values:
            node.values.append(value)

    def longest(self, words: Sequence[str], place: int, end: int) -> tuple[int, list[T]] | None:
        """Return where the longest phrase at a place ends, with its values; it ends before `end`."""
        node = self._root.below.get(words[place]) if place < end else None
        found: tuple[int, list[T]] | None = None
        while node is not None:
            place += 1
            if node.values:
                found = place, node.values
            node = node.below.get(words[place]) if place < end else None
        return found

    def all_in(self, words: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int, list[T]]]:
        """Yield first and last word (exclusive) and values of the longest phrases, from left to right."""
        while start < end:
            found = self.longest(words, start, end)
            if found:
                yield start, *found
            start = found[0] if found else start + 1

    def ending_at(self, words: Sequence[str], end: int, first: int) -> tuple[int, list[T]] | None:
        """Return where the longest phrase that ends before `end` starts, not before `first`."""
        for place in range(max(first, end - 6), end):
            found = self.longest(words, place, end)
            if found and found[0] == end:
                return place, found[1]
        return None


def trie_of(phrases: Iterable[str], split: Callable[[str], list[str]]) -> Trie[str]:
    """Return a trie of lower-case phrases, each with itself as its value."""
    trie: Trie[str] = Trie()
    for phrase in phrases:
        trie.add([word.lower() for word in split(phrase)], phrase)
    return trie
