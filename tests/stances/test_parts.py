"""Whose police, protesters and parliaments are meant where a text does not say it."""

from __future__ import annotations

from datetime import date

import pytest

from config.gazetteer import load_gazetteer
from config.settings import CONFIG_FOLDER
from tasks.stances.pipeline import Pipeline, load_pipeline, read_text

DAY = date(2024, 3, 1)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load_pipeline(load_gazetteer(CONFIG_FOLDER))


# reason -> text, parts
CASES = {
    "in its sentence": ("Police in Kenya beat protesters.", "Police in Kenya=KEN/COP; protesters=KEN/CVL"),
    "two sentences before": ("Kenya voted. Few came. The opposition was glad.", "opposition=KEN/OPP"),
    "three sentences before": ("Kenya voted. Few came. It rained. The opposition was glad.", ""),
    "a state that is a mere place": ("It rained in Nairobi. The army marched.", "army=KEN/MIL"),
    "two states": ("Kenya met Uganda. The opposition was glad.", ""),
    "another state now and then": (
        "Kenya voted. Kenya ate. Rain fell in Chad. Much of it did. Few saw it. Kenya slept. The army won.",
        "army=KEN/MIL",
    ),
    "another state as often as every third time": (
        "Kenya voted. Rain fell in Chad. Much of it did. Few saw it. The opposition in Kenya won.",
        "",
    ),
    "a bloc with a parliament of its own": ("Italy and the EU met. The government was glad.", ""),
    "no state at all": ("Police beat protesters.", ""),
    "without an article": ("Kenya voted. Opposition was strong. Army boots are black.", ""),
    "behind a": ("Kenya voted. A constitutional court was set up.", "constitutional court=KEN/JUD"),
    "it only describes a thing": ("Kenya built a police station and an army base.", ""),
    "it describes another part": ("Kenya heard the government critics.", "government critics=KEN/OPP"),
    "hyphens": ("A student-led march in Kenya met ex-soldiers.", ""),
    "somebody's own": ("Metropolitan police came to Kenya.", ""),
    "foreigners as often as not": ("Kenya freed prisoners and took in refugees.", ""),
    "whose it is stands there": ("Kenya heard that the Ugandan army met protesters.", "Ugandan army=UGA/MIL"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_parts(pipeline: Pipeline, text: str, expected: str) -> None:
    mentions = [one for sentence in read_text(pipeline, text, DAY) for one in sentence.mentions]
    found = [f"{one.text}={one.code}/{one.role}" for one in mentions if one.kind == "actor" and one.role]
    assert found == [one for one in expected.split("; ") if one]


def test_who_holds_an_office_is_a_person(pipeline: Pipeline) -> None:
    [sentence] = read_text(pipeline, "In Kenya the prime minister met students.", DAY)
    assert {one.text: one.is_person for one in sentence.mentions} == {
        "Kenya": False, "prime minister": True, "students": False,
    }  # fmt: skip
