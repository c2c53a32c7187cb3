"""Words that take up actors named before: "the alliance", "both sides"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.stances.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.stances.lexicon import Lexicon
    from tasks.stances.mentions import ReadSentence

SENTENCES_BACK = 6  # how far an alliance or bloc is remembered
TWO_BACK = 2  # likewise two states
TWO = 2


def take_up(sentences: Sequence[ReadSentence], lexicon: Lexicon) -> tuple[ReadSentence, ...]:
    """Return the sentences with mentions for such words added, where it is clear whom they mean."""
    read: list[ReadSentence] = []
    for sentence in sentences:
        added = (*_organisations(sentence, read, lexicon), *_pairs(sentence, read, lexicon))
        read.append(sentence.with_mentions(added))
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
        code = next((code for code in codes if lexicon.actors[code].kind in kinds), None)
        if code and not _is_apposition(sentence, found.start(), code):
            yield Mention(start, end, found.group(1), code, None, "actor", lexicon.actors[code].name)


def _pairs(sentence: ReadSentence, before: Sequence[ReadSentence], lexicon: Lexicon) -> Iterator[Mention]:
    for found in lexicon.two_states.finditer(sentence.text):
        start, end = sentence.start + found.start(), sentence.start + found.end()
        if _is_taken(sentence, start, end):
            continue
        for code in _last_two_states(sentence, start, before[-TWO_BACK:], lexicon):
            yield Mention(start, end, found.group(), code, None, "actor", lexicon.actors[code].name)


def _last_two_states(
    sentence: ReadSentence, start: int, before: Sequence[ReadSentence], lexicon: Lexicon
) -> tuple[str, ...]:
    """Return the two states named last; none where a sentence names more than it takes to make two."""
    codes: dict[str, None] = {}
    for place in (sentence, *reversed(before)):
        named = [mention for mention in place.mentions if mention.kind == "actor" and mention.end <= start]
        codes |= {mention.code: None for mention in named if lexicon.actors[mention.code].kind == "state"}
        if len(codes) >= TWO:
            break
    return tuple(codes) if len(codes) == TWO else ()


def _is_apposition(sentence: ReadSentence, place: int, code: str) -> bool:
    """Return whether words stand behind the name that they explain: "NATO, the military alliance"."""
    ends = {mention.end - sentence.start for mention in sentence.mentions if mention.code == code}
    return any(sentence.text[end:place].strip() == "," for end in ends if end <= place)


def _earlier(sentence: ReadSentence, start: int, before: Sequence[ReadSentence]) -> list[Mention]:
    everything = (mention for place in (*before, sentence) for mention in place.mentions)
    return [mention for mention in everything if mention.kind == "actor" and mention.end <= start]


def _is_taken(sentence: ReadSentence, start: int, end: int) -> bool:
    return any(mention.start < end and start < mention.end for mention in sentence.mentions)
