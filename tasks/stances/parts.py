"""Parts of a state that a text names without saying whose: "police", "protesters", "the opposition".

They belong to the state in question: the only one that their sentence and the two before name, in a text
that names no other as often as every third time.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tasks.stances.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.stances.lexicon import Lexicon
    from tasks.stances.mentions import ReadSentence
    from tasks.stances.words import Words

SENTENCES_BACK = 2
OFTENER = 3  # times, than any other state
# A bloc may have a parliament or a court as well.
STATES, BLOCS = frozenset({"state"}), frozenset({"bloc"})
ARTICLES = frozenset({"the", "a"})


def with_parts(words: Words, sentences: Sequence[ReadSentence], lexicon: Lexicon) -> tuple[ReadSentence, ...]:
    """Return the sentences with mentions of parts of the state in question added."""
    named = [_codes_of(number, words, one, lexicon) for number, one in enumerate(sentences)]
    asked = _state_of_text(named, lexicon)
    if asked is None:
        return tuple(sentences)
    return tuple(
        sentence.with_mentions(_parts_of(number, words, sentence, asked, lexicon))
        if set().union(*named[max(0, number - SENTENCES_BACK) : number + 1]) == {asked}
        else sentence
        for number, sentence in enumerate(sentences)
    )


def _state_of_text(named: Sequence[set[str]], lexicon: Lexicon) -> str | None:
    """Return the state that a text is about, None where it is about several."""
    times = Counter(code for codes in named for code in codes if lexicon.kind_of(code) in STATES)
    [(code, most), (_, second)] = [*times.most_common(2), ("", 0), ("", 0)][:2]
    return code if most >= max(second * OFTENER, 1) else None


def _codes_of(number: int, words: Words, sentence: ReadSentence, lexicon: Lexicon) -> set[str]:
    """Return the states and blocs that a sentence names, be it as a mere place."""
    found = lexicon.names.all_in(words.texts, *words.bounds[number])
    named = {naming.code for _, _, namings in found for naming in namings}
    named |= {one.code for one in sentence.mentions}
    return {code for code in named if lexicon.kind_of(code) in STATES | BLOCS}


def _parts_of(
    number: int, words: Words, sentence: ReadSentence, code: str, lexicon: Lexicon
) -> Iterator[Mention]:
    first, last = words.bounds[number]
    taken = {
        place
        for one in sentence.mentions
        if one.kind == "actor"
        for place in words.places_in(one.start, one.end)
    }
    for start, end, roles in lexicon.roles.all_in(words.lowers, first, last):
        phrase = " ".join(words.lowers[start:end])
        if not _is_part(phrase, start, first, words, lexicon) or not taken.isdisjoint(range(start, end)):
            continue
        if _is_described(start, first, words, lexicon) or _describes(end, last, words, lexicon):
            continue
        begin, stop = words.starts[start], words.ends[end - 1]
        is_person = words.lowers[end - 1] in lexicon.words.person_offices
        text, name = words.text[begin:stop], lexicon.name_of(code)
        yield Mention(begin, stop, text, code, roles[0], "actor", name, is_person)


def _is_part(phrase: str, start: int, first: int, words: Words, lexicon: Lexicon) -> bool:
    """Return whether a phrase is a part of any state, as it stands there."""
    if phrase in lexicon.words.parts:
        return True
    return phrase in lexicon.words.the_parts and start > first and words.lowers[start - 1] in ARTICLES


def _is_described(start: int, first: int, words: Words, lexicon: Lexicon) -> bool:
    """Return whether the word before makes another thing of a part: "Metropolitan police", "ex-soldiers"."""
    before = start - 1
    if before < first:
        return False
    if not words.is_capitalised(before):
        return words.texts[before] == "-"
    is_opener = words.lowers[before] in lexicon.words.openers
    is_plain = is_opener or lexicon.modifiers.longest(words.lowers, before, start) is not None
    return not (words.is_first(before) and is_plain)


def _describes(end: int, last: int, words: Words, lexicon: Lexicon) -> bool:
    """Return whether a part only describes what follows: "police station", "student-led"."""
    if end == last:
        return False
    return (
        words.texts[end] == "-"
        or words.lowers[end] in lexicon.words.part_things
        or lexicon.roles.longest(words.lowers, end, last) is not None
    )
