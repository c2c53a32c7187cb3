"""Mentions of actors and matters, and the sentences that hold them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

BY_NAME = "name:"  # before the name, in the code of an actor that no gazetteer knows


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that name an actor or a matter.

    `start` and `end` are characters of the text given, `text` the words there. `code` and `name`
    are the gazetteer's; `role` is the part of the actor that is named (GOV, MIL, REB ...), where
    the words tell: "Turkish foreign minister" is TUR, GOV. `is_person`: they name one person.
    """

    start: int
    end: int
    text: str
    code: str
    role: str | None
    kind: Literal["actor", "issue"]
    name: str
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence with its mentions, sorted by start; offsets are characters of the whole text.

    Mentions of one kind do not overlap, save that "both sides" is two mentions of the same words;
    an actor may stand inside a matter ("NATO expansion").
    """

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]

    def with_mentions(self, more: Iterable[Mention]) -> ReadSentence:
        """Return the sentence with more mentions."""
        return replace(self, mentions=tuple(sorted((*self.mentions, *more), key=_place)))


def _place(mention: Mention) -> tuple[int, int, str]:
    return mention.start, -mention.end, mention.code
