"""The extractor: gazetteer, reader and classifier, loaded once a process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import models.pairs
from config.collecting import uncollected
from config.gazetteer import PloverCode, own_gazetteer
from config.settings import CONFIG_FOLDER, MIN_CONFIDENCE
from config.yamlfile import read_yaml
from tasks.stances.classifier import PairClassifier
from tasks.stances.extract import extract_stances
from tasks.stances.pipeline import load_pipeline, read_text
from tasks.stances.records import Extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tasks.articles.records import Article
    from tasks.stances.pipeline import Pipeline
    from tasks.stances.records import Stance, StoredText

LANGUAGES = frozenset({"en"})  # articles in other languages are kept, not extracted
RULES = 8  # raise when the code of this stage changes what comes out
MODEL_FOLDER = Path(models.pairs.__path__[0])


@dataclass(frozen=True, slots=True)
class Extractor:
    """What reads stances out of texts; `version` changes with model, gazetteer and rules."""

    pipeline: Pipeline
    classifier: PairClassifier
    plover: Mapping[str, PloverCode]
    version: str
    min_confidence: float

    def read(self, text: str, on_day: date | None) -> tuple[Stance, ...]:
        """Return the stances of a text, in its order; `on_day` tells who was in office, None: all."""
        sentences = read_text(self.pipeline, text, on_day)
        return extract_stances(sentences, self.classifier, self.plover, self.min_confidence)


@cache
def load_classifier() -> PairClassifier:
    """Return the pair classifier that geostance ships. Raises ModelError where it is missing."""
    return PairClassifier(MODEL_FOLDER)


@cache
def load_plover() -> Mapping[str, PloverCode]:
    """Return the PLOVER codes by name, with polarity, class and intensity."""
    return {code.code: code for code in read_yaml(CONFIG_FOLDER / "plover.yaml", tuple[PloverCode, ...])}


@cache
@uncollected()
def load_extractor(min_confidence: float = MIN_CONFIDENCE, names_model: str = "") -> Extractor:
    """Return the extractor, loaded at its first use in this process.

    Raises ConfigError for a malformed gazetteer or a `names_model` that cannot be loaded, and ModelError
    for a missing model.
    """
    pipeline = load_pipeline(own_gazetteer(), names_model)
    version = extractor_version(min_confidence, names_model)
    return Extractor(pipeline, load_classifier(), load_plover(), version, min_confidence)


def extractor_version(min_confidence: float = MIN_CONFIDENCE, names_model: str = "") -> str:
    """Return a name such as ``pairs-1f0c2b7a+actors-93bd01aa+rules-1+sure-0.7``: same name, same stances.

    A `names_model` adds its name: another version of that package is not told apart.
    """
    model = _digest([MODEL_FOLDER / "pairs.int8.onnx"])
    actors = _digest([*sorted(CONFIG_FOLDER.glob("actors/*.yaml")), CONFIG_FOLDER / "issues.yaml"])
    names = f"+names-{names_model}" if names_model else ""
    return f"pairs-{model}+actors-{actors}+rules-{RULES}+sure-{min_confidence:g}{names}"


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def reread_texts(texts: Iterable[StoredText], extractor: Extractor) -> tuple[Extraction, ...]:
    """Return one extraction for each stored text."""
    return tuple(
        Extraction(one.article_id, extractor.version, extractor.read(one.text, one.day)) for one in texts
    )


def extract_articles(articles: Iterable[Article], extractor: Extractor) -> tuple[Extraction, ...]:
    """Return one extraction for each article in a language that is read; it may hold no stance."""
    return tuple(
        Extraction(one.article_id, extractor.version, extractor.read(one.text, one.published_date))
        for one in articles
        if one.language in LANGUAGES
    )
