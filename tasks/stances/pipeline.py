"""The spaCy pipeline: a text becomes sentences with the actors and matters they name."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import spacy

from tasks.errors import ConfigError
from tasks.stances.find import find_actors, find_issues
from tasks.stances.homes import with_homes
from tasks.stances.lexicon import build_lexicon
from tasks.stances.mentions import ReadSentence
from tasks.stances.names import Entity, find_names
from tasks.stances.parts import with_parts
from tasks.stances.sentences import SentenceMarker
from tasks.stances.shared import with_shared_offices
from tasks.stances.takeup import take_up
from tasks.stances.words import read_words

if TYPE_CHECKING:
    from datetime import date

    from spacy.language import Language

    from config.gazetteer import Gazetteer
    from tasks.stances.lexicon import Lexicon
    from tasks.stances.mentions import Mention

# Half a surrogate pair is no character: neither spaCy nor a database takes it. Offsets stay true.
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
# Of a word: spaCy takes marks off one by one, and looks at what is left each time.
_ENDLESS_WORD = re.compile(r"\S{300,}")
LONGEST_TEXT = 10**8  # characters; spaCy's own limit is for its parser, which is not in here


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What reads texts: spaCy for words and sentences, and the lexicon for what they name."""

    language: Language
    lexicon: Lexicon
    names: Language | None = None  # finds further names of people and bodies


def load_pipeline(gazetteer: Gazetteer, names_model: str = "") -> Pipeline:
    """Return the pipeline that reads English news by a gazetteer.

    `names_model` is a spaCy model with a named-entity recogniser, by package name or folder; its
    names come on top. Raises ConfigError where it is not installed, or recognises no names.
    """
    language = spacy.blank("en")
    language.max_length = LONGEST_TEXT
    marker = language.add_pipe("sentences")
    if isinstance(marker, SentenceMarker):
        marker.learn(gazetteer.wording)
    lexicon = build_lexicon(gazetteer, lambda text: _words_of(text, language))
    return Pipeline(language, lexicon, _load_names(names_model) if names_model else None)


def _load_names(model: str) -> Language:
    try:
        language = spacy.load(model, exclude=["parser", "tagger", "lemmatizer", "attribute_ruler"])
    except (
        OSError,
        ValueError,
        ImportError,
    ) as error:  # what spaCy raises for no model, or another version's
        raise ConfigError(f"names_model: {model!r} cannot be loaded: {error}") from error
    if not {"ner", "entity_ruler", "span_ruler"} & set(language.pipe_names):
        raise ConfigError(f"names_model: {model!r} recognises no names; its parts: {language.pipe_names}")
    language.max_length = LONGEST_TEXT
    return language


def _words_of(text: str, language: Language) -> list[str]:
    """Return the words that the pipeline parts a phrase into."""
    words = text.split(" ")
    special = getattr(language.tokenizer, "rules", {})
    # Half of loading went into tokens of phrases that white space parts as well.
    if all(word.isalpha() and word not in special for word in words):
        return words
    return [token.text for token in language.tokenizer(text)]


def _blackened(found: re.Match[str]) -> str:
    return "x" * len(found[0])


def read_text(pipeline: Pipeline, text: str, on_day: date | None) -> tuple[ReadSentence, ...]:
    """Return the sentences of a text with their mentions; `on_day` tells who was in office."""
    text = text.translate(_SURROGATES)
    words = read_words(pipeline.language(_ENDLESS_WORD.sub(_blackened, text)))
    mentions: dict[int, list[Mention]] = defaultdict(list)
    found = list(find_actors(words, pipeline.lexicon, on_day))
    found = list(with_shared_offices(found, words, pipeline.lexicon))
    actors = list(with_homes(found, words, pipeline.lexicon))
    entities = _entities_of(text, pipeline.names) if pipeline.names else ()
    named = list(find_names(words, pipeline.lexicon, [mention for _, mention in actors], entities))
    begun = {name.start for _, name in named}  # by an actor whose the body is: no actor beside it
    apart = ((sentence, one) for sentence, one in actors if one.start not in begun)
    for sentence, mention in chain(apart, named, find_issues(words, pipeline.lexicon)):
        mentions[sentence].append(mention)
    sentences = []
    for number, (first, last) in enumerate(words.bounds):
        start, end = words.starts[first], words.ends[last - 1]
        sentences.append(ReadSentence(start, end, text[start:end], ()).with_mentions(mentions[number]))
    return with_parts(words, take_up(sentences, pipeline.lexicon), pipeline.lexicon)


def _entities_of(text: str, names: Language) -> list[Entity]:
    return [Entity(one.start_char, one.end_char, one.label_) for one in names(text).ents]
