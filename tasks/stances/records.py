"""What the stances stage yields: stances with their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Polarity = Literal[-1, 1]
Modality = Literal["asserted", "intended", "conditional", "denied"]


@dataclass(frozen=True, slots=True)
class Stance:
    """One stance: `holder` toward `target` (an actor), or toward `issue` (a matter) alone.

    Mentions (`holder`, `target`, `issue`, `speaker`) are as the text words them, codes as the
    gazetteer has them. At least one of `target_code` and `issue` is there. `speaker` is whoever
    reports another's stance, None where the holder speaks for itself. `code` is a PLOVER event
    type, `quad` its class, `intensity` its Goldstein-like strength in [-10, 10] as in
    `config/plover.yaml`. `start` and `end` are the characters of `sentence` in the text given.
    `confidence` in [0, 1] is the classifier's.
    """

    holder: str
    holder_code: str
    holder_role: str | None
    target: str | None
    target_code: str | None
    target_role: str | None
    issue: str | None
    issue_code: str | None
    code: str
    quad: str
    polarity: Polarity
    intensity: float
    modality: Modality
    speaker: str | None
    speaker_code: str | None
    sentence: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """The stances of one article by one version of the extractor; `stances` may be empty."""

    article_id: int
    extractor: str
    stances: tuple[Stance, ...]


@dataclass(frozen=True, slots=True)
class StoredText:
    """The text of an article as it is stored; `day` is the article's, in UTC."""

    article_id: int
    text: str
    day: date
