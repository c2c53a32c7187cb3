"""Whom a sentence is attributed to: text -> code of the reporter, None where that is not plain."""

from __future__ import annotations

import pytest

from config.gazetteer import load_gazetteer
from config.settings import CONFIG_FOLDER
from tasks.stances.attribution import attributed_to, is_cited
from tasks.stances.pipeline import Pipeline, load_pipeline, read_text


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load_pipeline(load_gazetteer(CONFIG_FOLDER))


CASES = {
    "Malawi is urging Zambia to open the bridge, the United Nations said.": "UN",
    "Malawi is urging Zambia to open the bridge, Kenyan officials said on Tuesday.": "KEN",
    "'Malawi will shut the bridge to Zambia,' said Kenya.": "KEN",
    "Slovakia, Czech officials say, has condemned Serbia.": "CZE",
    "Hamas says that Israel has killed six policemen.": "HAMAS",
    "According to Oman, Iran has offered Bahrain talks.": "OMN",
    "Iran has offered Bahrain talks, according to the United Nations.": "UN",
    "Kenya said on Monday that Malawi had shut the bridge.": "KEN",
    "Kenya said nothing about Malawi.": None,
    "Malawi, Zambia and Kenya said nothing of it.": None,
    "Malawi accused Zambia of what Kenya said was a lie.": None,
    "The talks with Kenya, said to be secret, angered Malawi.": None,
    "According to Oman, Iran has paid, Bahrain said.": None,
}


@pytest.mark.parametrize(("text", "code"), CASES.items(), ids=CASES)
def test_the_reporter_of_a_sentence(pipeline: Pipeline, text: str, code: str | None) -> None:
    (sentence,) = read_text(pipeline, text, None)
    reporter = attributed_to(sentence)
    assert (reporter.code if reporter else None) == code


def test_who_is_cited_is_told_from_who_acts(pipeline: Pipeline) -> None:
    (sentence,) = read_text(pipeline, "According to Oman, Iran has offered Bahrain talks.", None)
    assert [m.code for m in sentence.mentions if m.kind == "actor" and is_cited(m, sentence)] == ["OMN"]
