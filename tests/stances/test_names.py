"""Actors that no gazetteer knows: found by the words around them, or by a spaCy model, and kept by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import spacy

from config.gazetteer import load_gazetteer
from config.settings import CONFIG_FOLDER
from tasks.errors import ConfigError
from tasks.stances.extractor import extractor_version
from tasks.stances.pipeline import load_pipeline, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from tasks.stances.pipeline import Pipeline

DAY = date(2024, 3, 1)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load_pipeline(load_gazetteer(CONFIG_FOLDER))


def named(pipeline: Pipeline, text: str) -> list[tuple[str, str]]:
    """Return the words and the name of each mention that no gazetteer knows."""
    return [
        (one.text, one.name)
        for sentence in read_text(pipeline, text, DAY)
        for one in sentence.mentions
        if one.code == f"name:{one.name}"
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Free Harbour Party left the talks.", ["Free Harbour Party"]),
        (
            "He chairs the Sahel Front for the Liberation of Azania.",
            ["Sahel Front for the Liberation of Azania"],
        ),
        ("Front for Renewal said no.", ["Front for Renewal"]),
        ("They asked Lindqvist & Moe Holdings to pay.", ["Lindqvist & Moe Holdings"]),
        ("Mayor Jane Aldersworth refused.", ["Jane Aldersworth"]),
        ("A letter from Senator Mark Villard arrived.", ["Mark Villard"]),
        ("The Japanese Free Harbour Party said no.", ["Japanese Free Harbour Party"]),
        ("Japan's Free Harbour Party said no.", ["Free Harbour Party"]),
        ("The Turkish Workers Association met.", ["Turkish Workers Association"]),
        ("The Sailors' General President Jane Aldersworth refused.", ["Jane Aldersworth"]),
        ("The Harbour Party of Commission President Ursula von der Leyen won.", ["Harbour Party"]),
    ],
)
def test_names_are_found(pipeline: Pipeline, text: str, wanted: list[str]) -> None:
    assert [words for words, _ in named(pipeline, text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The Supreme Court ruled.",  # which country's?
        "The National Security Council met on Monday.",
        "The Union said no.",
        "Human Rights Watch protested.",  # the gazetteer knows it
        "Free Harbour Party Wins Vote In Three Towns",  # a headline: every word has a capital
        "Jane Aldersworth refused.",  # anybody
    ],
)
def test_what_is_not_sure_is_no_actor(pipeline: Pipeline, text: str) -> None:
    assert named(pipeline, text) == []


def test_whose_a_body_is_belongs_to_its_name_and_is_no_actor_beside_it(pipeline: Pipeline) -> None:
    text = "The Japanese Free Harbour Party (FHP) pressed Japan. The FHP left."
    codes = [one.code for sentence in read_text(pipeline, text, DAY) for one in sentence.mentions]
    assert codes == ["name:Japanese Free Harbour Party", "JPN", "name:Japanese Free Harbour Party"]


def test_letters_and_surnames_mean_the_same_actor_later_on(pipeline: Pipeline) -> None:
    text = (
        "The Free Harbour Party (FHP) met Mayor Jane Aldersworth. FHP called for a vote. "
        "Aldersworth agreed, Carol Aldersworth did not."
    )
    assert named(pipeline, text) == [
        ("Free Harbour Party", "Free Harbour Party"),
        ("Jane Aldersworth", "Jane Aldersworth"),
        ("FHP", "Free Harbour Party"),
        ("Aldersworth", "Jane Aldersworth"),
    ]


def a_model(folder: Path, person: str) -> Path:
    """Return a saved spaCy model that labels as OntoNotes does (PERSON), or as CoNLL-2003 (PER)."""
    language = spacy.blank("en")
    ruler = language.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": person, "pattern": "Ilse Vanhoutte"},
            {"label": "ORG", "pattern": "the Globex"},
            {"label": "ORG", "pattern": "Russia"},
            {"label": "GPE" if person == "PERSON" else "LOC", "pattern": "Springfield"},
        ]
    )
    language.to_disk(folder)
    return folder


@pytest.mark.parametrize("label", ["PERSON", "PER"])
def test_a_spacy_model_adds_names_whatever_its_labels(tmp_path: Path, label: str) -> None:
    model = str(a_model(tmp_path / label, label))
    pipeline = load_pipeline(load_gazetteer(CONFIG_FOLDER), model)
    text = "Ilse Vanhoutte and the Globex warned Russia in Springfield. Vanhoutte left."
    assert named(pipeline, text) == [
        ("Ilse Vanhoutte", "Ilse Vanhoutte"),
        ("Globex", "Globex"),
        ("Vanhoutte", "Ilse Vanhoutte"),
    ]
    assert extractor_version(0.6, model) != extractor_version(0.6)


def test_a_model_that_is_not_there_or_finds_no_names_is_refused(tmp_path: Path) -> None:
    gazetteer = load_gazetteer(CONFIG_FOLDER)
    with pytest.raises(ConfigError, match=r"names_model: 'en_core_nowhere' cannot be loaded"):
        load_pipeline(gazetteer, "en_core_nowhere")
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ConfigError, match="recognises no names"):
        load_pipeline(gazetteer, str(tmp_path / "blank"))
