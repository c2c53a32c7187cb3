"""Who is named in a sentence: text -> mentions, one reason a case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from config.gazetteer import load_gazetteer
from config.settings import CONFIG_FOLDER
from tasks.stances.pipeline import Pipeline, load_pipeline, read_text

if TYPE_CHECKING:
    from tasks.stances.mentions import ReadSentence

WAR = date(2022, 3, 1)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load_pipeline(load_gazetteer(CONFIG_FOLDER))


def actors(sentences: tuple[ReadSentence, ...]) -> list[str]:
    """Return the mentions of actors as "words=CODE" or "words=CODE/ROLE"."""
    found = (mention for one in sentences for mention in one.mentions if mention.kind == "actor")
    return [f"{m.text}={m.code}" + (f"/{m.role}" if m.role else "") for m in found]


# reason -> text, mentions
CASES = {
    "bare names": ("Russia accused Ukraine.", "Russia=RUS; Ukraine=UKR"),
    "demonym": ("Belarusian timber was taxed.", "Belarusian=BLR"),
    "demonym describes a thing": ("Russian gas flows again.", ""),
    "currency": ("The US dollar rose against the Chinese yuan.", ""),
    "newspaper": ("The Spanish newspaper El Pais reported it.", ""),
    "an office that two share": (
        "US and Filipino troops met British, French and German diplomats.",
        "US=USA/MIL; Filipino troops=PHL/MIL; British=GBR/GOV; French=FRA/GOV; German diplomats=DEU/GOV",
    ),
    "an office of one alone": (
        "France and Germany's chancellor met Iran and Iraqi officials.",
        "France=FRA; Germany's chancellor=DEU/GOV; Iran=IRN; Iraqi officials=IRQ/GOV",
    ),
    "people, not their state": (
        "Most Swedes, a Briton, two Iranians and an American in Mali left.",
        "Swedes=SWE/CVL; Briton=GBR/CVL; Iranians=IRN/CVL; American=USA/CVL; Mali=MLI",
    ),
    "a surname like a people's": ("Ann Turk left. Turk met a Pole, and Dane did not.", "Pole=POL/CVL"),
    "the people as their state": (
        "The Russians and the French signed an American plan.",
        "Russians=RUS; French=FRA; American=USA",
    ),
    "a city with its district": ("Washington, D.C. was hot.", ""),
    "firms of an industry": (
        "The US fined Chinese oil refiners and a Russian state energy giant.",
        "US=USA; Chinese oil refiners=CHN/BUS; Russian state energy giant=RUS/BUS",
    ),
    "a firm by name": ("China's Huawei sued Washington.", "China's Huawei=CHN/BUS; Washington=USA/GOV"),
    "a firm's thing is no firm": ("Russian oil was dear.", ""),
    "halves of Korea": (
        "Seoul said the North had fired shells. The North's army denied it.",
        "Seoul=KOR/GOV; the North=PRK; The North=PRK",
    ),
    "a half is a place": ("South Korea wept. In the North and the North Sea it rained.", "South Korea=KOR"),
    "no half without the other": ("Italy mourned. The South is poor.", "Italy=ITA"),
    "office after a demonym": ("The Turkish foreign minister left.", "Turkish foreign minister=TUR/GOV"),
    "office and unknown name": (
        "Turkish Foreign Minister Ahmet Yildirim met the envoy.",
        "Turkish Foreign Minister Ahmet Yildirim=TUR/GOV",
    ),
    "office and known name": (
        "Russian President Vladimir Putin spoke.",
        "Russian President Vladimir Putin=RUS/GOV",
    ),
    "name after secretary of state": (
        "US Secretary of State Antony Blinken left.",
        "US Secretary of State Antony Blinken=USA/GOV",
    ),
    "office after a possessive": ("Ukraine's top general left.", "Ukraine's top general=UKR/MIL"),
    "office before the name": ("The president of Turkey left.", "president of Turkey=TUR/GOV"),
    "spokesman for a metonym": ("A spokesman for the Kremlin left.", "spokesman for the Kremlin=RUS/GOV"),
    "office of an organisation": (
        "NATO Secretary-General Jens Stoltenberg left.",
        "NATO Secretary-General Jens Stoltenberg=NATO",
    ),
    "army": ("The Ukrainian army withdrew.", "Ukrainian army=UKR/MIL"),
    "parliament": ("Iran's parliament voted.", "Iran's parliament=IRN/LEG"),
    "rebels": ("Houthi rebels fired missiles.", "Houthi rebels=HOUTHI/REB"),
    "party's ministry": ("The Taliban's foreign ministry said no.", "Taliban's foreign ministry=TALIB/GOV"),
    "a noun that reads as a verb": ("Russia forces Ukraine to retreat.", "Russia=RUS; Ukraine=UKR"),
    "capital as a metonym": ("Beijing told Moscow so.", "Beijing=CHN/GOV; Moscow=RUS/GOV"),
    "who lives there": (
        "Protesters in Minsk met people in Gaza.",
        "Protesters in Minsk=BLR/CVL; people in Gaza=PSE/CVL",
    ),
    "who is only there": ("Troops in Syria met refugees in Amman.", "Syria=SYR"),
    "capital as a place": ("They met in Moscow.", ""),
    "two capitals as places": ("They met in Moscow and Kyiv.", ""),
    "where a group is at home": (
        "Lebanon's powerful Hezbollah met Iranian Revolutionary Guards.",
        "Lebanon's powerful Hezbollah=HEZB/REB; Iranian Revolutionary Guards=IRGC/MIL",
    ),
    "a state before its own army": (
        "China's People's Liberation Army left.",
        "China's People's Liberation Army=CHN/MIL",
    ),
    "a part within a longer name": (
        "Britain's National Crime Agency left.",
        "Britain=GBR; National Crime Agency=name:National Crime Agency",
    ),
    "a longer name behind a part": (
        "Sudan's paramilitary Rapid Support Forces left.",
        "Sudan's paramilitary Rapid Support Forces=RSF/REB",
    ),
    "a title behind an office": (
        "Ethiopian Prime Minister Dr Abiy Ahmed left.",
        "Ethiopian Prime Minister Dr Abiy Ahmed=ETH/GOV",
    ),
    "portfolio": ("The Swedish migration minister left.", "Swedish migration minister=SWE/GOV"),
    "portfolio of a ministry": (
        "India's Ministry of External Affairs left.",
        "India's Ministry of External Affairs=IND/GOV",
    ),
    "portfolio that begins like a thing": ("The Saudi oil minister sold oil.", "Saudi oil minister=SAU/GOV"),
    "a thing that begins like a portfolio": ("Saudi oil was sold.", ""),
    "portfolio of the armed forces": ("The US Secretary of Defense left.", "US Secretary of Defense=USA/MIL"),
    "what a group is called": (
        "Hezbollah, the Lebanese militant group, met Hamas.",
        "Hezbollah=HEZB/REB; Hamas=HAMAS/REB",
    ),
    "a home that acts": ("Lebanon met Hezbollah.", "Lebanon=LBN; Hezbollah=HEZB/REB"),
    "a home whose fight it is": (
        "Lebanon's fight with Hezbollah went on.",
        "Lebanon=LBN; Hezbollah=HEZB/REB",
    ),
    "a group from elsewhere": ("Syria's Hezbollah men left.", "Syria=SYR; Hezbollah=HEZB/REB"),
    "metonym as a place": ("Aides on Capitol Hill sat outside the White House.", ""),
    "member of a chamber": ("US Representative Ann Lee voted.", "US Representative Ann Lee=USA/LEG"),
    "capital of an agreement": ("The Minsk agreements failed.", ""),
    "city that is hit": ("Missiles hit Kharkiv.", "Kharkiv=UKR"),
    "Brussels is the EU": ("Brussels proposed sanctions.", "Brussels=EU/GOV"),
    "Brussels as a place": ("They met in Brussels.", ""),
    "Pentagon": ("The Pentagon denied it.", "Pentagon=USA/MIL"),
    "prefix": ("Anti-Russian slogans were shouted.", ""),
    "led by": ("The US-led campaign went on.", ""),
    "backed by": ("Iran-backed fighters left.", ""),
    "compound of names": ("Israeli-Palestinian relations are bad.", ""),
    "states in a list": ("The EU, the US and Britain agreed.", "EU=EU; US=USA; Britain=GBR"),
    "abbreviation with stops": ("The U.S. told the U.N. so.", "U.S.=USA; U.N.=UN"),
    "longest name wins": ("South Korea warned North Korea.", "South Korea=KOR; North Korea=PRK"),
    "shouted headline": ("RUSSIA ACCUSES NATO OF BREAKING PROMISES", "RUSSIA=RUS; NATO=NATO"),
    "titled headline": ("Russian Foreign Minister Warns NATO", "Russian Foreign Minister=RUS/GOV; NATO=NATO"),
    "Georgia the country": ("Georgia's government resigned.", "Georgia's government=GEO/GOV"),
    "Georgia the state": ("Georgia votes today, Fulton County officials said.", ""),
    "Jordan the basketball player": ("Michael Jordan retired.", ""),
    "Paris Hilton": ("Paris Hilton sang.", ""),
    "town in a longer name": ("Fort Washington is a town.", ""),
    "Congo by the rest of the text": (
        "The Republic of the Congo spoke. Congo left.",
        "Republic of the Congo=COG; Congo=COG",
    ),
    "the other Congo by default": ("Congo left.", "Congo=COD"),
    "surname after the full name": ("Joe Biden spoke. Later Biden left.", "Joe Biden=USA/GOV; Biden=USA/GOV"),
    "surname after a title": ("Then President Zelensky spoke.", "President Zelensky=UKR/GOV"),
    "then before an office": ("They met then-President Zelensky.", ""),
    "surname of a head of state alone": ("Putin spoke.", "Putin=RUS/GOV"),
    "surname behind an owner": ("Russia's Lavrov spoke.", "Russia's Lavrov=RUS/GOV"),
    "family name first": ("Xi Jinping spoke. Xi left.", "Xi Jinping=CHN/GOV; Xi=CHN/GOV"),
    "doubtful name listed as no actor": ("He flew to New York, Turkey said.", "Turkey=TUR"),
    "surname in another spelling": (
        "Recep Tayyip Erdoğan spoke. Mr Erdoğan left. Zelenskyy stayed.",
        "Recep Tayyip Erdoğan=TUR/GOV; Mr Erdoğan=TUR/GOV; Zelenskyy=UKR/GOV",
    ),
    "surname without the Arabic article": (
        "Bashar al-Assad spoke. Assad left.",
        "Bashar al-Assad=SYR/GOV; Assad=SYR/GOV",
    ),
    "somebody of the same surname": ("Hunter Biden spoke.", ""),
    "family member after the full name": (
        "Joe Biden spoke. Jill Biden left.",
        "Joe Biden=USA/GOV",
    ),
    "out of office that day": (
        "Barack Obama spoke. Obama left.",
        "Barack Obama=name:Barack Obama; Obama=name:Barack Obama",
    ),
    "a title that begins like a former one": (
        "Executive Director Emmanuel Macron left.",
        "Executive Director Emmanuel Macron=FRA/GOV",
    ),
    "out of office by the text": (
        "Former president Emmanuel Macron spoke.",
        "president Emmanuel Macron=name:Emmanuel Macron",
    ),
    "out of office and not named in full": ("Obama spoke.", ""),
    "former office": ("Former Polish president Jan Kowalski left.", ""),
    "former office of somebody known": (
        "Former US president Barack Obama left.",
        "president Barack Obama=name:Barack Obama",
    ),
    "former office of somebody who holds another": (
        "Former president Dmitry Medvedev spoke.",
        "president Dmitry Medvedev=RUS/GOV",
    ),
    "office of then": ("They met then-US President Barack Obama.", ""),
    "administration of somebody": ("The Biden Administration left.", "Biden=USA/GOV"),
    "the alliance": ("NATO met. The alliance agreed.", "NATO=NATO; alliance=NATO"),
    "the military bloc": (
        "NATO met. The US-led military bloc agreed.",
        "NATO=NATO; US-led military bloc=NATO",
    ),
    "the bloc": ("Hungary left the EU's talks. The bloc agreed.", "Hungary=HUN; EU=EU; bloc=EU"),
    "apposition": ("NATO, the US-led military bloc, met.", "NATO=NATO"),
    "no alliance before": ("The alliance agreed.", ""),
    "two countries": (
        "India met Pakistan. The two countries agreed.",
        "India=IND; Pakistan=PAK; The two countries=IND; The two countries=PAK",
    ),
    "both sides of three": (
        "India met Pakistan and China. Both sides agreed.",
        "India=IND; Pakistan=PAK; China=CHN",
    ),
    "both sides of two and a scene": (
        "India met Pakistan in Oman. Both sides agreed.",
        "India=IND; Pakistan=PAK; Oman=OMN; Both sides=IND; Both sides=PAK",
    ),
    "a side that is no state": (
        "Israel struck Hamas. Both sides want talks.",
        "Israel=ISR; Hamas=HAMAS/REB; Both sides=HAMAS; Both sides=ISR",
    ),
    "both countries are states": (
        "Israel struck Hamas. Both countries want talks.",
        "Israel=ISR; Hamas=HAMAS/REB",
    ),
    "a title of another office": ("Speaker Lavrov denied it.", ""),
    "a title of the office": ("Foreign Minister Lavrov denied it.", "Foreign Minister Lavrov=RUS/GOV"),
    "any title where the text is about the country": (
        "Russia is calm. Mr Lavrov denied it.",
        "Russia=RUS; Mr Lavrov=RUS/GOV",
    ),
    "a national society of the Red Cross": ("The Red Cross Society of China sent aid to Chad.", "Chad=TCD"),
    "a state's own Security Council": (
        "The UN met. Medvedev, deputy head of the Security Council in Moscow, replied to Kenya.",
        "UN=UN; Kenya=KEN",
    ),
    "curly apostrophe": ("Ukraine’s top general left.", "Ukraine’s top general=UKR/MIL"),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_mentions(pipeline: Pipeline, text: str, expected: str) -> None:
    assert actors(read_text(pipeline, text, WAR)) == [one for one in expected.split("; ") if one]


def test_offices_go_by_the_day(pipeline: Pipeline) -> None:
    text = "Macron spoke with Merkel."
    assert actors(read_text(pipeline, text, date(2018, 5, 1))) == ["Macron=FRA/GOV", "Merkel=DEU/GOV"]
    assert actors(read_text(pipeline, text, date(2022, 5, 1))) == ["Macron=FRA/GOV"]
    assert actors(read_text(pipeline, text, date(2006, 5, 1))) == ["Merkel=DEU/GOV"]
    assert actors(read_text(pipeline, text, None)) == ["Macron=FRA/GOV", "Merkel=DEU/GOV"]


def test_of_several_offices_that_of_a_government_counts(pipeline: Pipeline) -> None:
    text = "Donald Trump spoke. Trump left."
    assert actors(read_text(pipeline, text, date(2018, 5, 1))) == ["Donald Trump=USA/GOV", "Trump=USA/GOV"]
    assert actors(read_text(pipeline, text, date(2024, 5, 1))) == ["Donald Trump=REP/OPP", "Trump=REP/OPP"]
    assert actors(read_text(pipeline, text, None)) == ["Donald Trump=USA/GOV", "Trump=USA/GOV"]


def test_mentions_are_where_they_say(pipeline: Pipeline) -> None:
    text = "  KYIV, Feb 4 — “Nobody,” said\nPresident Zelensky’s aide, “trusts Moscow.”\n\nThe U.S. agreed."
    for sentence in read_text(pipeline, text, WAR):
        assert text[sentence.start : sentence.end] == sentence.text
        for mention in sentence.mentions:
            assert text[mention.start : mention.end] == mention.text
            assert sentence.start <= mention.start < mention.end <= sentence.end


def test_matters_are_found_in_any_case(pipeline: Pipeline) -> None:
    [sentence] = read_text(pipeline, "Moscow opposes the Expansion of NATO and the Two-State solution.", WAR)
    assert [m.code for m in sentence.mentions if m.kind == "issue"] == [
        "nato-enlargement",
        "two-state-solution",
    ]


@pytest.mark.parametrize("text", ["", "   \n\n ", ".", "\u200b", "’s", "of Russia", "-Russia-"])
def test_odd_texts_are_read(pipeline: Pipeline, text: str) -> None:
    for sentence in read_text(pipeline, text, None):
        assert text[sentence.start : sentence.end] == sentence.text


def test_half_a_surrogate_pair_costs_one_character(pipeline: Pipeline) -> None:
    [sentence] = read_text(pipeline, "\ud83d Russia left.", None)
    assert sentence.text == "\N{REPLACEMENT CHARACTER} Russia left."
    assert sentence.mentions[0].start == len("\ud83d ")


def test_of_two_people_of_one_name_the_one_in_office_is_meant(pipeline: Pipeline) -> None:
    text = "King Abdullah spoke."
    assert actors(read_text(pipeline, text, date(2020, 5, 1))) == ["King Abdullah=JOR/GOV"]
    assert actors(read_text(pipeline, text, date(2010, 5, 1))) == []  # of Jordan or of Saudi Arabia


def test_a_surname_that_opens_sentences_is_none(pipeline: Pipeline) -> None:
    text = "He Lifeng met the envoy of Peru's foreign minister. He left."
    assert actors(read_text(pipeline, text, date(2025, 5, 1)))[0] == "He Lifeng=CHN/GOV"
    assert "He=CHN/GOV" not in actors(read_text(pipeline, text, date(2025, 5, 1)))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Vladimir Putin flew to Astana. He praised Armenia.", ["He=RUS/GOV", "Armenia=ARM"]),
        ("Vladimir Putin met Xi Jinping. He praised Armenia.", ["Armenia=ARM"]),
        ("Panama closed its canal. The country thanked Chile.", ["The country=PAN", "Chile=CHL"]),
        ("Panama closed its canal. Storms in the country hit Chile.", ["Chile=CHL"]),
        ("Panama asked Peru for help. The country thanked Chile.", ["Chile=CHL"]),
        ("Panama closed its canal. It is unclear what Chile wants.", ["Chile=CHL"]),
        ("Officials in Vilnius asked Chile for help.", ["Officials in Vilnius=LTU/GOV", "Chile=CHL"]),
        ("Rain in Vilnius kept Chile waiting.", ["Chile=CHL"]),
        ("Foreign Minister Ilse Vanhoutte of Belgium left.", ["Foreign Minister Ilse Vanhoutte of Belgium=BEL/GOV"]),  # noqa: E501
    ],
)  # fmt: skip
def test_words_that_take_up_the_only_actor_before(pipeline: Pipeline, text: str, last: list[str]) -> None:
    assert actors(read_text(pipeline, text, date(2025, 5, 1))[-1:]) == last
