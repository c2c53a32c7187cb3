"""Candidate pairs become stances: judged, chosen, described."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.pairs.labels import CODES
from tasks.stances.attribution import attributed_to
from tasks.stances.candidates import MUTUAL, candidates_of, likely_codes
from tasks.stances.classifier import PairQuery
from tasks.stances.records import Stance

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from config.gazetteer import PloverCode
    from tasks.stances.candidates import Candidate
    from tasks.stances.classifier import PairClassifier, PairScore, Span
    from tasks.stances.mentions import Mention, ReadSentence

# Of the probability: what each of several stances on matters has to have, and how sure it has to be
# that there are any; where that is less sure, one has to have the larger part for itself.
LEAST_PART, SURELY_SOME, LARGER_PART = 0.4, 0.85, 0.6
BETWEEN = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)
LEAST_CHANCE = 0.1  # of any stance, at a first glance; of the stances found 1 in 250 has less
MAX_PAIRS = 6000  # of a text, twenty seconds' worth; what is beyond is not judged


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


def judge(candidate: Candidate, score: PairScore, min_confidence: float) -> Iterator[Judgement]:
    """Yield the stances that a score speaks for.

    Between two actors that is the most probable code, if it is probable enough. A holder alone may
    take several stances on several matters in one sentence ("denied any plan, and called for talks"),
    which share the probability among them: it is enough that there is one, and each has its part.
    """
    if candidate.target:
        if score.code in likely_codes(candidate) and max(score.probabilities) >= min_confidence:
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
    if target is None or one.code != "SUPPORT" or likely_codes(one.candidate) is not MUTUAL:
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
