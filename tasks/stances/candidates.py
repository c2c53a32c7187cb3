"""Which actors of a sentence are asked about, and what they can hold toward each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from models.pairs.labels import CODES
from tasks.stances.attribution import is_cited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.stances.mentions import Mention, ReadSentence

A_STANCE = frozenset(CODES) - {"NONE"}
# What two actors named in one breath ("Putin and Xi"), or in a list of more, can hold toward each other.
MUTUAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE"})
LISTED = frozenset({"CONSULT"})
# What a state's own arms can hold toward its government; what that says to them is no stance, but an order.
ARMS = frozenset({"MIL", "COP", "SPY"})
TURNED = frozenset({"COERCE", "ASSAULT", "THREATEN", "REJECT"})
QUOTES = " \"'“‘"
COMMA = re.compile(r"\s*,\s+(?:the\s+)?")
# "Moscow and Warsaw expelled each other's consuls": one breath, and any code.
RECIPROCAL = re.compile(
    r"\b(?:each other|one another|trad(?:e|ed|ing)|exchang(?:e|es|ed|ing)|swap(?:s|ped|ping)?|mutual)\b"
)
JOINED = re.compile(r"\s*(?:,|and|or|&|as well as|, and|along with)\s+(?:the\s+)?")
# "Kyiv's European allies", "Kremlin critics": they act, not Kyiv or the Kremlin.
OTHERS = re.compile(
    r"['’]s?\s+(?:[\w-]+\s+){0,2}(?:allies|ally|partners?|backers|supporters|friends|neighbou?rs|rivals?|foes?|"
    r"enem(?:y|ies)|critics?|opponents|adversar(?:y|ies)|counterparts?|creditors|donors|lenders|suppliers)\b"
    r"|\s(?:allies|ally|backers|supporters|foes?|critics?|opponents)\b(?! (?:itself|themselves|with)\b)"
)
# What "the committee on China" deals with, whom "Like Ireland, Malta" compares, where a speaking envoy sits.
DEALT_WITH = re.compile(
    r"\b(?:committee|subcommittee|panel|caucus|commission|inquiry|hearing|specialist|expert)s? on (?:the )?$",
    re.IGNORECASE,
)
COMPARED = re.compile(r"^\W*(?:Unl|L)ike (?:the )?$")
# "Killed in Iran": where it happened; who acts there is named with a role ("officials in Tehran").
SCENE = re.compile(r"\b(?:in|across|around|throughout|inside|within|outside|near) (?:the )?$", re.IGNORECASE)
# "Congo and Rwanda signed it at the White House": where two others meet; not whom they hit back at.
VENUE = re.compile(
    r"\b(?!(?:back|out|anger|angry|fury|fire|fired|aimed|directed|swipe|swipes|jab|jabs)\b)\w+ at (?:the )?$"
)
POSTED = re.compile(r"\b(?:ambassador|envoy|representative) to (?:the )?$", re.IGNORECASE)
SPEAKS = re.compile(r"(?:,? [A-Z][\w.'’-]+){0,4},? (?:said|says|told|tells|added|wrote)\b")
# Before "condemned it" the envoy to Chile acts; "was expelled" and "over it" may be Chile's.
ACTS = re.compile(
    r" (?!(?:was|were|is|are|be|has been|had been|after|over|for|in|on|amid|to|as|because|and|or|who|"
    r"following|until|while|when|from|by|at|with|since|before|during|without|but|if|that|this|last|next|early|late)\b)[a-z]"
)
# "Talks mediated by Qatar and Turkey": not between these two.
JOINTLY = re.compile(
    r"\b(?:mediated|brokered|hosted|led|backed|supported|facilitated|organi[sz]ed|funded|sponsored|drafted|proposed)"
    r" by (?:the )?$"
)
MAX_ACTORS = 14  # a sentence that lists more actors is a roll call; its first ones are judged


@dataclass(frozen=True, slots=True)
class Candidate:
    """An ordered pair of actors of one sentence; `target` None asks for a matter alone."""

    sentence: ReadSentence
    holder: Mention
    target: Mention | None


def candidates_of(sentence: ReadSentence) -> tuple[Candidate, ...]:
    """Return the pairs worth judging: different actors in both orders, and each actor alone.

    Parts of one state are different actors where their roles tell them apart: its opposition and its
    government. Whoever is cited as the source alone is no target.
    """
    actors = _actors(sentence)[:MAX_ACTORS]
    actors = [one for one in actors if not _is_venue(one, actors, sentence)]
    scenes = {one for one in actors if _is_scene(one, sentence)}
    pairs = [
        Candidate(sentence, holder, target)
        for holder, target in permutations(actors, 2)
        if holder not in scenes
        and _are_two(holder, target, sentence)
        and not _overlap(holder, target)
        and not is_cited(target, sentence)
    ]
    return (*pairs, *(Candidate(sentence, actor, None) for actor in actors if actor not in scenes))


def _is_scene(mention: Mention, sentence: ReadSentence) -> bool:
    """Return whether a mention is but where something happens, or where an envoy who acts is posted."""
    before, after = sentence.text[: mention.start - sentence.start], mention.end - sentence.start
    if POSTED.search(before) and ACTS.match(sentence.text, after):
        return True
    return mention.role is None and not mention.is_person and bool(SCENE.search(before))


def _is_venue(mention: Mention, actors: Sequence[Mention], sentence: ReadSentence) -> bool:
    """Return whether a mention is but the seat where two others, named in one breath, meet."""
    if mention.is_person or not VENUE.search(sentence.text[: mention.start - sentence.start]):
        return False
    before = [one for one in actors if one.end <= mention.start and one.code != mention.code]
    is_seat = all(word[:1].isupper() for word in mention.text.split())
    return is_seat and any(JOINED.fullmatch(gap) for gap in _gaps(sentence, before))


def _are_two(holder: Mention, target: Mention, sentence: ReadSentence) -> bool:
    """Return whether two mentions name different actors, as far as words tell."""
    if holder.code != target.code:
        return True
    opens = not sentence.text[: holder.start - sentence.start].strip(QUOTES)
    acting = holder.role or ("GOV" if opens else None)  # "Chad freed two journalists"; "in Chad" is a place
    if acting is None or target.role is None or acting == target.role:
        return False
    return target.role not in ARMS or acting not in ARMS | {"GOV"}


def _overlap(first: Mention, second: Mention) -> bool:
    return first.start < second.end and second.start < first.end


def likely_codes(candidate: Candidate) -> frozenset[str]:
    """Return the codes that holder and target can have: few where they are named in one breath."""
    holder, target, sentence = candidate.holder, candidate.target, candidate.sentence
    if target is None:
        return A_STANCE
    if holder.code == target.code and holder.role in ARMS:
        return TURNED
    first, last = sorted((holder, target), key=lambda mention: mention.start)
    between = [m for m in _actors(sentence) if first.end <= m.start and m.end <= last.start]
    gaps = _gaps(sentence, [first, *between, last])
    if not all(JOINED.fullmatch(gap) for gap in gaps) or _fronted(sentence, last, gaps):
        return A_STANCE
    if JOINTLY.search(sentence.text[: first.start - sentence.start]):
        return frozenset()
    if between:
        return LISTED
    return A_STANCE if RECIPROCAL.search(sentence.text) else MUTUAL


def _fronted(sentence: ReadSentence, last: Mention, gaps: Sequence[str]) -> bool:
    """Return whether a comma parts what stands first from the subject: "Against Mali, Algeria has"."""
    if len(gaps) > 1 or not COMMA.fullmatch(gaps[0]):
        return False
    following = next((mention for mention in _actors(sentence) if mention.start >= last.end), None)
    return following is None or not JOINED.fullmatch(_gaps(sentence, [last, following])[0])


def _actors(sentence: ReadSentence) -> list[Mention]:
    """Return the mentions of actors, but for those that others are described by."""
    return [one for one in sentence.mentions if one.kind == "actor" and not _describes(one, sentence)]


def _describes(mention: Mention, sentence: ReadSentence) -> bool:
    """Return whether words beside a mention say that it tells who somebody else is."""
    before, after = sentence.text[: mention.start - sentence.start], mention.end - sentence.start
    if OTHERS.match(sentence.text, after) or DEALT_WITH.search(before):
        return True
    if COMPARED.search(before):
        return sentence.text.startswith(",", after)
    return bool(POSTED.search(before) and SPEAKS.match(sentence.text, after))


def _gaps(sentence: ReadSentence, mentions: Sequence[Mention]) -> list[str]:
    """Return the words between one mention and the next."""
    return [
        sentence.text[one.end - sentence.start : other.start - sentence.start]
        for one, other in pairwise(mentions)
    ]
