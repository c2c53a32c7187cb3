"""Which actors of a sentence are asked about: those whom words beside them make part of another are not."""

from __future__ import annotations

from datetime import date

import pytest

from config.gazetteer import load_gazetteer
from config.settings import CONFIG_FOLDER
from models.pairs.labels import CODES
from tasks.stances.candidates import candidates_of
from tasks.stances.classifier import PairScore
from tasks.stances.extract import Judgement, choose
from tasks.stances.pipeline import Pipeline, load_pipeline, read_text

DAY = date(2024, 3, 1)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load_pipeline(load_gazetteer(CONFIG_FOLDER))


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("The committee on China wrote to Mexico.", ["MEX"]),
        ("China wrote to the committee.", ["CHN"]),
        ("Like Ireland, Malta condemned it.", ["MLT"]),
        ("Unlike the EU, Norway signed.", ["NOR"]),
        ("Like Ireland and Malta, they signed.", ["IRL", "MLT"]),
        ("Kenya's ambassador to Chile, Ann Otieno, told the court so.", ["KEN"]),
        ("Kenya's ambassador to Chile was expelled.", ["CHL", "KEN"]),
        ("Kenya's ambassador to Chile condemned it.", ["KEN"]),
        ("Kenya recalled its ambassador to Chile over it.", ["CHL", "KEN"]),
        ("Kyiv's European allies signed with Kenya.", ["KEN"]),
        ("A Kremlin critic wrote to Mexico.", ["MEX"]),
        ("Russia allies itself with Mali.", ["MLI", "RUS"]),
        ("A Malian was killed in Iran.", ["MLI"]),
        ("Kenya and Togo signed it at the White House.", ["KEN", "TGO"]),
        ("Kenya and Togo hit back at the White House.", ["KEN", "TGO", "USA"]),
        ("Kenya's president signed it at the White House.", ["KEN", "USA"]),
    ],
)
def test_whom_words_describe_others_by_is_not_asked_about(
    pipeline: Pipeline, text: str, holders: list[str]
) -> None:
    [sentence] = read_text(pipeline, text, DAY)
    assert sorted({one.holder.code for one in candidates_of(sentence)}) == holders


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Russia's opposition sued the Russian government.", ["OPP>GOV", "GOV>OPP"]),
        ("Kenya's parliament sacked Kenya's president.", ["LEG>GOV", "GOV>LEG"]),
        ("Niger's army arrested Niger's president.", ["MIL>GOV"]),
        ("Russian police met Russian soldiers.", []),
        ("Russia warned the Russian opposition.", ["None>OPP"]),
        ("In Russia the Russian opposition met.", []),
        ("Chad freed two journalists.", ["None>MED"]),
        ("Russia's president met the Russian foreign minister.", []),
    ],
)
def test_parts_of_a_state_are_asked_about_where_their_roles_differ(
    pipeline: Pipeline, text: str, pairs: list[str]
) -> None:
    [sentence] = read_text(pipeline, text, DAY)
    asked = [(one.holder, one.target) for one in candidates_of(sentence)]
    assert [f"{holder.role}>{target.role}" for holder, target in asked if target] == pairs


@pytest.mark.parametrize(
    ("text", "code", "judged", "chosen"),
    [
        ("Kenya and Uganda back Togo.", "SUPPORT", "KEN>UGA UGA>KEN KEN>TGO UGA>TGO", "KEN>TGO UGA>TGO"),
        ("Kenya and Uganda met Togo.", "CONSULT", "KEN>UGA KEN>TGO UGA>TGO", "KEN>UGA KEN>TGO UGA>TGO"),
        (
            "Kenya and Uganda signed, Togo said.",
            "SUPPORT",
            "KEN>UGA UGA>KEN KEN>TGO",
            "KEN>UGA UGA>KEN KEN>TGO",
        ),
        ("Kenya backs Uganda against Togo.", "SUPPORT", "KEN>UGA", "KEN>UGA"),
        ("Togo thanked Kenya and Uganda.", "SUPPORT", "TGO>KEN TGO>UGA KEN>UGA", "TGO>KEN TGO>UGA"),
        (
            "Togo hailed the deal between Kenya and Uganda.",
            "SUPPORT",
            "TGO>KEN TGO>UGA KEN>UGA",
            "TGO>KEN TGO>UGA KEN>UGA",
        ),
    ],
)
def test_two_beside_a_third_do_not_support_each_other_by_that(
    pipeline: Pipeline, text: str, code: str, judged: str, chosen: str
) -> None:
    [sentence] = read_text(pipeline, text, DAY)
    sure = tuple(float(one == code) for one in CODES)
    asked = {f"{one.holder.code}>{one.target.code}": one for one in candidates_of(sentence) if one.target}
    score = PairScore(sure, sure, "asserted", None, None)
    given = {pair: Judgement(asked[pair], score, code) for pair in judged.split()}
    assert list(choose(given.values())) == [given[pair] for pair in chosen.split()]
