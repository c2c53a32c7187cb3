"""Sentences with their mentions become stances: candidate pairs, judged, described."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from models.pairs.labels import CODES
from tasks.stances.attribution import attributed_to, is_cited
from tasks.stances.classifier import PairQuery
from tasks.stances.records import Stance

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from config.gazetteer import PloverCode
    from tasks.stances.classifier import PairClassifier, PairScore, Span
    from tasks.stances.mentions import Mention, ReadSentence

A_STANCE = frozenset(CODES) - {"NONE"}
# Of the probability: what each of several stances on matters has to have, and how sure it has to be
# that there are any; where that is less sure, one has to have the larger part for itself.
LEAST_PART, SURELY_SOME, LARGER_PART = 0.4, 0.85, 0.6
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
BETWEEN = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)
LEAST_CHANCE = 0.1  # of any stance, at a first glance; of the stances found 1 in 250 has less
MAX_PAIRS = 6000  # of a text, twenty seconds' worth; what is beyond is not judged
MAX_ACTORS = 14  # a sentence that lists more actors is a roll call; its first ones are judged


@dataclass(frozen=True, slots=True)
class Candidate:
    """An ordered pair of actors of one sentence; `target` None asks for a matter alone."""

    sentence: ReadSentence
    holder: Mention
    target: Mention | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A candidate, what the classifier says of it, and the code taken from that."""

    candidate: Candidate
    score: PairScore
    code: str

    @property
    def confidence(self) -> float:
        """The probability of the code."""
        return self.score.probabilities[CODES.index(self.code)]


def extract_stances(
    sentences: Sequence[ReadSentence],
    classifier: PairClassifier,
    plover: Mapping[str, PloverCode],
    min_confidence: float,
) -> tuple[Stance, ...]:
    """Return the stances of one text, in its order.

    `sentences` are all of the text's, for the last digits of scores depend on the batches.
    """
    asked = list(_within_bounds((sentence, candidates_of(sentence)) for sentence in sentences))
    queries = [_query(sentence, candidates) for sentence, candidates in asked]
    answers = classifier.score(queries, LEAST_CHANCE)
    stances: list[Stance] = []
    for (_, candidates), scores in zip(asked, answers, strict=True):
        both = zip(candidates, scores, strict=True)
        judged = [one for pair in both for one in judge(*pair, min_confidence)]
        stances.extend(_describe(one, plover) for one in choose(judged))
    return tuple(stances)


def _within_bounds(
    asked: Iterable[tuple[ReadSentence, tuple[Candidate, ...]]],
) -> Iterator[tuple[ReadSentence, tuple[Candidate, ...]]]:
    """Yield the sentences that have candidates, up to as many as a text may have."""
    left = MAX_PAIRS
    for sentence, candidates in asked:
        left -= len(candidates)
        if left < 0:
            return
        if candidates:
            yield sentence, candidates


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


def judge(candidate: Candidate, score: PairScore, min_confidence: float) -> Iterator[Judgement]:
    """Yield the stances that a score speaks for.

    Between two actors that is the most probable code, if it is probable enough. A holder alone may
    take several stances on several matters in one sentence ("denied any plan, and called for talks"),
    which share the probability among them: it is enough that there is one, and each has its part.
    """
    if candidate.target:
        if score.code in _likely_codes(candidate) and max(score.probabilities) >= min_confidence:
            yield Judgement(candidate, score, score.code)
    elif score.issue and 1 - score.probabilities[0] >= min_confidence:
        least = LEAST_PART if 1 - score.probabilities[0] >= SURELY_SOME else LARGER_PART
        for code, probability in zip(CODES[1:], score.probabilities[1:], strict=True):
            if probability >= least:
                yield Judgement(candidate, score, code)


def choose(judged: Iterable[Judgement]) -> Iterator[Judgement]:
    """Yield the judgements that count, each statement once.

    Of several mentions of a dyad the surest counts, for each code. A stance on a matter alone is left
    out where the same holder takes it toward an actor, or takes another on that matter toward one; support
    between two where both support a third, or a third supports both.
    """
    best: dict[tuple[str, str | None, str], Judgement] = {}
    for one in judged:
        key = _statement(one)
        if key not in best or one.confidence > best[key].confidence:
            best[key] = one
    toward_actors = [one for one in best.values() if one.candidate.target]
    supported = {
        (one.candidate.holder.code, one.candidate.target.code)
        for one in toward_actors
        if one.candidate.target and one.code == "SUPPORT"
    }
    for one in best.values():
        if one.candidate.target:
            if not _is_side_by_side(one, supported):
                yield one
        elif not any(_says_more(other, one) for other in toward_actors):
            yield one


def _is_side_by_side(one: Judgement, supported: Collection[tuple[str, str]]) -> bool:
    """Return whether two seem to support each other who both support a third, or are supported by one.

    "Kenya and Uganda back Togo", "Togo thanked Kenya and Uganda"; but "Togo hailed the deal between
    Kenya and Uganda".
    """
    holder, target = one.candidate.holder, one.candidate.target
    if target is None or one.code != "SUPPORT" or _likely_codes(one.candidate) is not MUTUAL:
        return False
    pair = {holder.code, target.code}
    if _is_shared({(who, whom) for who, whom in supported if whom not in pair}, by=pair):
        return True
    sentence, first = one.candidate.sentence, min(holder.start, target.start)
    if BETWEEN.search(sentence.text[: first - sentence.start]):
        return False
    return _is_shared({(whom, who) for who, whom in supported if who not in pair}, by=pair)


def _is_shared(relations: Collection[tuple[str, str]], by: Collection[str]) -> bool:
    """Return whether all of some actors stand in a relation to the same one."""
    others = [{other for one, other in relations if one == actor} for actor in by]
    return bool(set.intersection(*others))


def _likely_codes(candidate: Candidate) -> frozenset[str]:
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


def _says_more(toward_actor: Judgement, alone: Judgement) -> bool:
    """Return whether a stance toward an actor makes one on a matter alone superfluous.

    An act that is denied does not: whoever denies it rejects the matter ("denied arming the rebels").
    Nor does one toward an actor who is part of the matter's name, if it is less sure ("opposes the
    expansion of NATO").
    """
    is_same_holder = toward_actor.candidate.holder.code == alone.candidate.holder.code
    if not is_same_holder or toward_actor.score.modality == "denied":
        return False
    if _is_named_in(toward_actor.candidate, alone) and alone.confidence > toward_actor.confidence:
        return False
    matters = toward_actor.score.issue, alone.score.issue
    is_same_matter = bool(
        matters[0] and matters[1] and matters[0][0] < matters[1][1] and matters[1][0] < matters[0][1]
    )
    is_surer = toward_actor.confidence >= alone.confidence
    return toward_actor.code == alone.code or (is_same_matter and is_surer)


def _is_named_in(candidate: Candidate, alone: Judgement) -> bool:
    """Return whether the target stands within the words of the matter."""
    target, span = candidate.target, alone.score.issue
    if target is None or span is None:
        return False
    start = candidate.sentence.start
    return span[0] <= target.start - start and target.end - start <= span[1]


def _statement(one: Judgement) -> tuple[str, str | None, str]:
    """Return who states what toward whom; parts of one state are told apart by their roles."""
    holder, target = one.candidate.holder, one.candidate.target
    if target and holder.code == target.code:
        return f"{holder.code} {holder.role}", f"{target.code} {target.role}", one.code
    return holder.code, target.code if target else None, one.code


def _overlap(first: Mention, second: Mention) -> bool:
    return first.start < second.end and second.start < first.end


def _query(sentence: ReadSentence, candidates: Sequence[Candidate]) -> PairQuery:
    def within(mention: Mention | None) -> Span | None:
        return (mention.start - sentence.start, mention.end - sentence.start) if mention else None

    pairs = [(within(one.holder), within(one.target)) for one in candidates]
    return PairQuery(sentence.text, tuple((holder, target) for holder, target in pairs if holder))


def _describe(one: Judgement, plover: Mapping[str, PloverCode]) -> Stance:
    sentence, holder, target = one.candidate.sentence, one.candidate.holder, one.candidate.target
    code = plover[one.code]
    issue, issue_code = _issue_of(one)
    speaker, speaker_code = _speaker_of(one)
    return Stance(
        holder=holder.text,
        holder_code=holder.code,
        holder_role=holder.role,
        target=target.text if target else None,
        target_code=target.code if target else None,
        target_role=target.role if target else None,
        issue=issue,
        issue_code=issue_code,
        code=code.code,
        quad=code.quad,
        polarity=code.polarity,
        intensity=code.intensity,
        modality=one.score.modality,
        speaker=speaker,
        speaker_code=speaker_code,
        sentence=sentence.text,
        start=sentence.start,
        end=sentence.end,
        confidence=round(one.confidence, 4),
    )


def _issue_of(one: Judgement) -> tuple[str | None, str | None]:
    """Return the matter's words and, where the gazetteer knows it, its code."""
    sentence, span = one.candidate.sentence, one.score.issue
    if span is None:
        return None, None
    known = _mention_at(sentence, span, "issue")
    return sentence.text[slice(*span)], known.code if known else None


def _speaker_of(one: Judgement) -> tuple[str | None, str | None]:
    """Return the reporter's words and code; none where the holder speaks for itself."""
    sentence, span, holder = one.candidate.sentence, one.score.speaker, one.candidate.holder
    if span is None or (span[0] < holder.end - sentence.start and holder.start - sentence.start < span[1]):
        reporter = attributed_to(sentence)
        return (reporter.text, reporter.code) if reporter and reporter.code != holder.code else (None, None)
    known = _mention_at(sentence, span, "actor")
    return sentence.text[slice(*span)], known.code if known else None


def _mention_at(sentence: ReadSentence, span: Span, kind: str) -> Mention | None:
    """Return the longest mention of a kind that overlaps the sentence's characters `span`."""
    first, last = span[0] + sentence.start, span[1] + sentence.start
    met = [m for m in sentence.mentions if m.kind == kind and m.start < last and first < m.end]
    return max(met, key=lambda mention: mention.end - mention.start, default=None)
