"""Words that take up actors named before: "the alliance", "both sides", "the kingdom", "she"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tasks.stances.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.stances.lexicon import Lexicon
    from tasks.stances.mentions import ReadSentence

SENTENCES_BACK = 6  # how far an alliance or bloc is remembered
TWO_BACK = 2  # likewise two states
TWO = 2
# "Both countries" are states; "both sides" may be an armed group, too.
STATES, SIDES = frozenset({"state"}), frozenset({"state", "armed_group", "movement"})
# A person who opens a sentence; "It" as well, save where nothing but the verb to be follows.
PERSON = re.compile(r"[\"“‘']?(He|She)\b")
_BARE = r" (?:is|was|has been|will be|would be|may be|remains|remained|seems|appears|took|takes|may|might)\b"
THING = re.compile(rf"(It)\b(?!['’]|{_BARE})")
LOCATED = re.compile(r"\b(?:in|across|around|throughout|inside|within|outside|of|into)\s+$", re.IGNORECASE)


def take_up(sentences: Sequence[ReadSentence], lexicon: Lexicon) -> tuple[ReadSentence, ...]:
    """Return the sentences with mentions for such words added, where it is clear whom they mean."""
    read: list[ReadSentence] = []
    for sentence in sentences:
        added = (*_organisations(sentence, read, lexicon), *_pairs(sentence, read, lexicon))
        fuller = sentence.with_mentions(added)
        more = (
            *_halves(fuller, read, lexicon),
            *_only_ones(fuller, read, lexicon),
            *_pronouns(fuller, read[-1:], lexicon),
        )
        read.append(fuller.with_mentions(more))
    return tuple(read)


def _organisations(
    sentence: ReadSentence, before: Sequence[ReadSentence], lexicon: Lexicon
) -> Iterator[Mention]:
    for found in lexicon.one_organisation.finditer(sentence.text):
        start, end = sentence.start + found.start(1), sentence.start + found.end(1)
        if _is_taken(sentence, start, end):
            continue
        earlier = _earlier(sentence, start, before[-SENTENCES_BACK:])
        kinds = lexicon.organisation_kinds[found.group(2)]
        codes = [lexicon.stands_for.get(mention.code, mention.code) for mention in reversed(earlier)]
        code = next((code for code in codes if lexicon.kind_of(code) in kinds), None)
        if code and not _is_apposition(sentence, found.start(), code):
            yield _mention(sentence, found.span(1), code, lexicon)


def _pairs(sentence: ReadSentence, before: Sequence[ReadSentence], lexicon: Lexicon) -> Iterator[Mention]:
    for found in lexicon.two_states.finditer(sentence.text):
        start, end = sentence.start + found.start(), sentence.start + found.end()
        if _is_taken(sentence, start, end):
            continue
        kinds = STATES if found[0].endswith(lexicon.only_states) else SIDES
        for code in _last_two(kinds, sentence, start, before[-TWO_BACK:], lexicon):
            yield _mention(sentence, found.span(), code, lexicon)


def _only_ones(sentence: ReadSentence, before: Sequence[ReadSentence], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield mentions for "the kingdom" where just one actor of that kind was named shortly before."""
    for found, start in _unread(lexicon.one_actor, sentence):
        kinds = lexicon.actor_kinds[found.group(2)]
        earlier = _earlier(sentence, start, before[-TWO_BACK:])
        codes = {one.code for one in earlier if lexicon.kind_of(one.code) in kinds}
        if len(codes) == 1 and not _is_apposition(sentence, found.start(), *codes):
            yield _mention(sentence, found.span(1), codes.pop(), lexicon)


def _halves(sentence: ReadSentence, before: Sequence[ReadSentence], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield mentions for "the North" in a text that has named that state or the other half."""
    for found, start in _unread(lexicon.half, sentence):
        if any(one.code in lexicon.halves.values() for one in _earlier(sentence, start, before)):
            yield _mention(sentence, found.span(1), lexicon.halves[found[2]], lexicon)


def _unread(pattern: re.Pattern[str], sentence: ReadSentence) -> Iterator[tuple[re.Match[str], int]]:
    """Yield what is met and where its group 1 starts in the text, but for mentions and mere places."""
    for found in pattern.finditer(sentence.text):
        start, end = sentence.start + found.start(1), sentence.start + found.end(1)
        if not _is_taken(sentence, start, end) and not LOCATED.search(sentence.text[: found.start()]):
            yield found, start


def _pronouns(sentence: ReadSentence, before: Sequence[ReadSentence], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield a mention for the pronoun that opens a sentence: the one person, or the one actor, just named."""
    earlier = [one for place in before for one in place.mentions if one.kind == "actor"]
    people = [one for one in earlier if one.is_person]
    found = PERSON.match(sentence.text)
    if not found:
        people, found = earlier, THING.match(sentence.text)
    if not found or len({one.code for one in people}) != 1 or not people:
        return
    yield replace(_mention(sentence, found.span(1), people[0].code, lexicon), role=people[0].role)


def _mention(sentence: ReadSentence, span: tuple[int, int], code: str, lexicon: Lexicon) -> Mention:
    """Return a mention of an actor; `span` is characters of the sentence."""
    start, end = span
    name = lexicon.name_of(code)
    first, last = sentence.start + start, sentence.start + end
    return Mention(first, last, sentence.text[start:end], code, None, "actor", name)


def _last_two(
    kinds: frozenset[str],
    sentence: ReadSentence,
    start: int,
    before: Sequence[ReadSentence],
    lexicon: Lexicon,
) -> tuple[str, ...]:
    """Return the two actors of some kinds that were just named; none where there were more, or fewer."""
    codes = {
        mention.code
        for place in (sentence, *before)
        for mention in place.mentions
        if mention.end <= start and lexicon.kind_of(mention.code) in kinds and not _is_scene(mention, place)
    }
    return tuple(sorted(codes)) if len(codes) == TWO else ()


def _is_scene(mention: Mention, sentence: ReadSentence) -> bool:
    """Return whether something happens there: "in Turkey"."""
    return bool(LOCATED.search(sentence.text[: mention.start - sentence.start]))


def _is_apposition(sentence: ReadSentence, place: int, code: str) -> bool:
    """Return whether words stand behind the name that they explain: "NATO, the military alliance"."""
    ends = {mention.end - sentence.start for mention in sentence.mentions if mention.code == code}
    return any(sentence.text[end:place].strip() == "," for end in ends if end <= place)


def _earlier(sentence: ReadSentence, start: int, before: Sequence[ReadSentence]) -> list[Mention]:
    everything = (mention for place in (*before, sentence) for mention in place.mentions)
    return [mention for mention in everything if mention.kind == "actor" and mention.end <= start]


def _is_taken(sentence: ReadSentence, start: int, end: int) -> bool:
    return any(mention.start < end and start < mention.end for mention in sentence.mentions)
