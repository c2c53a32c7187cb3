"""The gazetteer that geostance ships: whole, free of contradictions, right where it was looked up."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import pytest

from config.gazetteer import Gazetteer, Leader, load_gazetteer
from config.settings import CONFIG_FOLDER
from config.yamlfile import read_yaml
from tasks.errors import ConfigError
from tests.benchmarks.gazetteers import lacking_names, names_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

EVER = date.max
IN_OFFICE = date(2025, 12, 31)  # when those had office whose term is not known to have ended
UN_MEMBERS = re.findall(
    r"\w+",
    """
AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN
BWA CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP
EST ETH FIN FJI FRA FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ
ISL ISR ITA JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO
MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK
PAN PER PHL PLW PNG POL PRK PRT PRY QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK
SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON TTO TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT WSM
YEM ZAF ZMB ZWE
""",
)
MOST_IN_THE_NEWS = re.findall(
    r"\w+",
    """
USA RUS CHN UKR GBR FRA DEU ITA ESP POL TUR IRN ISR PSE SYR IRQ SAU ARE QAT EGY LBN IND PAK JPN KOR PRK AUS
CAN BRA MEX VEN ZAF
""",
)
CALLED_LIKE_THEIR_CAPITALS = {"DJI", "LUX", "MCO", "SGP", "SMR", "STP"}
STATE_HEADS = {"president", "head of state", "king", "monarch", "emir", "sultan"}
GOVERNMENT_HEADS = {"prime minister", "premier", "chancellor", "head of government"}
OTHER_HEADS = {"supreme leader", "leader", "acting president", "interim president", "acting prime minister"}
# Two at a time in one office, each with a reason.
RIVALS = {
    ("BFA", "Gilbert Diendere", "Michel Kafando"),  # the coup of September 2015 held a week
    ("CIV", "Alassane Ouattara", "Laurent Gbagbo"),  # both claimed the election of 2010
    ("GMB", "Adama Barrow", "Yahya Jammeh"),  # Barrow took the oath in Dakar, Jammeh left two days later
    ("LBY", "Baghdadi al-Mahmudi", "Mahmoud Jibril"),  # Tripoli and Benghazi in 2011
    ("LBY", "Abdul Hamid Dbeibah", "Fathi Bashagha"),  # Tripoli and the parliament in the east
    ("LBY", "Abdul Hamid Dbeibah", "Osama Hamad"),  # likewise
}
KNOWN_TERMS = [
    ("Vladimir Putin", "RUS", "president", "2000-05-08", "2008-05-06"),
    ("Vladimir Putin", "RUS", "prime minister", "2008-05-09", "2012-05-06"),
    ("Dmitry Medvedev", "RUS", "president", "2008-05-08", "2012-05-06"),
    ("Angela Merkel", "DEU", "chancellor", "2005-11-23", "2021-12-07"),
    ("Olaf Scholz", "DEU", "chancellor", "2021-12-09", "2025-05-05"),
    ("Emmanuel Macron", "FRA", "president", "2017-05-15", "2025-12-31"),
    ("George W. Bush", "USA", "president", "2001-01-21", "2009-01-19"),
    ("Barack Obama", "USA", "president", "2009-01-21", "2017-01-19"),
    ("Joe Biden", "USA", "president", "2021-01-21", "2025-01-19"),
    ("Donald Trump", "USA", "president", "2017-01-21", "2021-01-19"),
    ("Hillary Clinton", "USA", "secretary of state", "2009-01-22", "2013-01-31"),
    ("Antony Blinken", "USA", "secretary of state", "2021-01-27", "2025-01-19"),
    ("Sergei Lavrov", "RUS", "foreign minister", "2004-03-10", "2025-12-31"),
    ("Volodymyr Zelensky", "UKR", "president", "2019-05-21", "2025-12-31"),
    ("Viktor Yanukovych", "UKR", "president", "2010-02-26", "2014-02-21"),
    ("Xi Jinping", "CHN", "president", "2013-03-15", "2025-12-31"),
    ("Shinzo Abe", "JPN", "prime minister", "2012-12-27", "2020-09-15"),
    ("Kim Jong Un", "PRK", "leader", "2011-12-18", "2025-12-31"),
    ("Bashar al-Assad", "SYR", "president", "2000-07-18", "2024-12-07"),
    ("Naftali Bennett", "ISR", "prime minister", "2021-06-14", "2022-06-29"),
    ("Imran Khan", "PAK", "head of government", "2018-08-19", "2022-04-09"),
    ("Luiz Inacio Lula da Silva", "BRA", "head of state", "2003-01-02", "2010-12-31"),
    ("Nelson Mandela", "ZAF", "president", "1994-05-11", "1999-06-13"),
    ("Jens Stoltenberg", "NATO", "secretary-general", "2014-10-02", "2024-09-30"),
    ("Ban Ki-moon", "UN", "secretary-general", "2007-01-02", "2016-12-30"),
    ("Hassan Nasrallah", "HEZB", "secretary-general", "1992-02-17", "2024-09-26"),
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(CONFIG_FOLDER)


def span(leader: Leader) -> tuple[date, date]:
    return leader.since or date.min, leader.until or EVER


def days_together(one: Leader, other: Leader) -> int:
    """Return how many days both terms share, less the day of handover."""
    (first, last), (begin, end) = span(one), span(other)
    return (min(last, end) - max(first, begin)).days


def by_office(leaders: Iterable[Leader]) -> Iterator[tuple[tuple[str, str], list[Leader]]]:
    """Yield each office of heads in each actor, whatever it is called, with its terms."""
    terms = defaultdict(list)
    for one in leaders:
        for kind, names in (("state", STATE_HEADS), ("government", GOVERNMENT_HEADS)):
            if one.office in names and one.role in {"GOV", None}:
                terms[one.code, kind].append(one)
    yield from terms.items()


def test_it_is_as_rich_as_it_has_to_be(gazetteer: Gazetteer) -> None:
    kinds = Counter(actor.kind for actor in gazetteer.actors)
    groups = [actor for actor in gazetteer.actors if actor.kind in {"armed_group", "party", "movement"}]
    assert kinds["state"] >= 193
    assert len(groups) >= 40
    assert len(gazetteer.actors) - kinds["state"] - len(groups) >= 40
    assert len(gazetteer.leaders) >= 900
    assert len(gazetteer.issues) >= 100


def test_every_member_of_the_united_nations_has_capital_and_demonym(gazetteer: Gazetteer) -> None:
    states = {actor.code: actor for actor in gazetteer.actors if actor.kind == "state"}
    rows = {
        row["code"]: row for row in read_yaml(CONFIG_FOLDER / "actors" / "states.yaml", list[dict[str, Any]])
    }
    assert len(set(UN_MEMBERS)) == 193
    assert set(UN_MEMBERS) - states.keys() == set()
    assert [code for code in UN_MEMBERS if not rows[code]["demonyms"]] == []
    assert {code for code in UN_MEMBERS if not rows[code]["capital"]} == CALLED_LIKE_THEIR_CAPITALS
    assert [code for code in UN_MEMBERS if not set(rows[code]["capital"]) <= set(states[code].names)] == []


def test_leaders_have_known_roles_and_terms_that_end_after_they_began(gazetteer: Gazetteer) -> None:
    roles = {*gazetteer.roles, None}
    wrong = [one for one in gazetteer.leaders if span(one)[0] > span(one)[1] or one.role not in roles]
    assert wrong == []
    assert [one for one in gazetteer.leaders if not one.office or one.since is None] == []


def test_leaders_are_sorted_by_code_then_since(gazetteer: Gazetteer) -> None:
    keys = [(one.code, span(one)[0]) for one in gazetteer.leaders]
    assert [after for before, after in pairwise(keys) if after < before] == []


def test_nobody_holds_an_office_twice_at_a_time(gazetteer: Gazetteer) -> None:
    terms = defaultdict(list)
    for one in gazetteer.leaders:
        terms[one.name, one.code, one.office].append(one)
    twice = [pair for held in terms.values() for pair in combinations(held, 2) if days_together(*pair) >= 0]
    assert twice == []


def test_a_state_has_one_head_at_a_time(gazetteer: Gazetteer) -> None:
    together = {
        (code, *sorted((one.name, other.name)))
        for (code, _), terms in by_office(gazetteer.leaders)
        for one, other in combinations(terms, 2)
        if one.name != other.name and days_together(one, other) > 1
    }
    assert together == RIVALS


def test_states_most_in_the_news_have_a_head_every_day(gazetteer: Gazetteer) -> None:
    heads = defaultdict(list)
    for one in gazetteer.leaders:
        if one.role == "GOV" and one.office in STATE_HEADS | GOVERNMENT_HEADS | OTHER_HEADS:
            heads[one.code].append(span(one))
    days = [date(2010, 1, 1) + timedelta(days=number) for number in range(365 * 15 + 4)]
    assert days[-1] == date(2024, 12, 31)
    bare = [
        (code, day)
        for code in MOST_IN_THE_NEWS
        for day in days
        if not any(first <= day <= last for first, last in heads[code])
    ]
    assert bare == []


@pytest.mark.parametrize("known", KNOWN_TERMS, ids=lambda known: f"{known[0]}, {known[2]}")
def test_well_known_terms(gazetteer: Gazetteer, known: tuple[str, str, str, str, str]) -> None:
    """The days given lie within one term; half a year before and, where it has ended, after lies none."""
    first, last = map(date.fromisoformat, known[3:])
    terms = [one for one in gazetteer.leaders if (one.name, one.code, one.office) == known[:3]]
    assert len([one for one in terms if one.holds_office(first) and one.holds_office(last)]) == 1
    assert not any(one.holds_office(first - timedelta(days=180)) for one in terms)
    assert last == IN_OFFICE or not any(one.holds_office(last + timedelta(days=180)) for one in terms)


def test_a_string_means_one_person_in_office(gazetteer: Gazetteer) -> None:
    owners: dict[str, list[Leader]] = defaultdict(list)
    for one in gazetteer.leaders:
        alike = [term for term in gazetteer.leaders if term.name == one.name] if one.names else [one]
        for text in {one.name, *one.names}:
            owners[text] += alike
    shared = {
        text
        for text, terms in owners.items()
        for one, other in combinations(terms, 2)
        if one.name != other.name and days_together(one, other) > 0
    }
    assert shared == {"King Abdullah"}  # of Jordan and, to 2015, of Saudi Arabia


def test_no_person_is_called_like_an_actor(gazetteer: Gazetteer) -> None:
    labels = {text for actor in gazetteer.actors for text in actor.names}
    assert [one.name for one in gazetteer.leaders if labels & {one.name, *one.names}] == []


def test_a_matter_has_a_code_of_its_own_and_phrases_of_its_own(gazetteer: Gazetteer) -> None:
    codes = [issue.code for issue in gazetteer.issues]
    assert sorted(set(codes)) == codes
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []
    phrases = Counter(
        text.lower() for issue in gazetteer.issues for text in {issue.name.lower(), *issue.phrases}
    )
    assert [text for text, count in phrases.items() if count > 1] == []
    assert [issue.code for issue in gazetteer.issues if len(issue.phrases) < 2] == []


def test_codes_of_members_are_actors(gazetteer: Gazetteer) -> None:
    codes = {actor.code for actor in gazetteer.actors}
    members = {member.code for actor in gazetteer.actors for member in actor.memberships}
    assert members - codes == set()


@pytest.mark.shared
def test_no_inhabited_territory_is_lacking(gazetteer: Gazetteer, shared: Path) -> None:
    countries = shared / "gazetteers" / "mledoze_countries" / "countries.json"
    states = {one.code for one in gazetteer.actors if one.kind == "state"}
    lacking = list(lacking_names(gazetteer, countries))
    assert [code for code, _ in lacking if code not in states] == []
    assert len(lacking) < 50  # spellings and capitals of islands, the rest looked through by hand


@pytest.mark.shared
def test_heads_agree_with_a_list_of_august_2026(gazetteer: Gazetteer, shared: Path) -> None:
    table = shared / "gazetteers" / "world_leaders" / "current" / "all-leaders.csv"
    on_day = date(2026, 8, 22)
    in_office = [
        plain(text) for one in gazetteer.leaders if one.holds_office(on_day) for text in names_of(one)
    ]
    with table.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    listed = {row["Head of Government"] for row in rows} - {""}
    missing = {name for name in listed if not any(plain(name) <= known for known in in_office)}
    assert missing == set()
    assert len(listed) > 25


TWICE = "- {code: USA, name: A}\n- {code: USA, name: B}\n"
BROKEN = [
    ("actors/leaders.yaml", "- {code: XYZ, name: A}\n", "leaders.yaml:1: code: XYZ is the code of no state"),
    (
        "actors/leaders.yaml",
        "- {code: USA, name: A, post: x}\n",
        "leaders.yaml:1: post: unknown key; allowed:",
    ),
    ("actors/leaders.yaml", "- {code: USA}\n", "leaders.yaml:1: name: this key is missing"),
    ("actors/leaders.yaml", "- code: USA\n  name: A\n  since: x\n", "leaders.yaml:3: since: input should be"),
    ("actors/states.yaml", TWICE, "states.yaml:2: code: USA is an actor of states.yaml already"),
    ("issues.yaml", "- code: a\n  name: b\n", "issues.yaml:1: phrases: this key is missing"),
]


@pytest.mark.parametrize(("path", "text", "expected"), BROKEN, ids=[expected for *_, expected in BROKEN])
def test_a_broken_folder_is_told_by_file_line_and_key(
    tmp_path: Path, path: str, text: str, expected: str
) -> None:
    folder = shutil.copytree(CONFIG_FOLDER, tmp_path / "config", ignore=shutil.ignore_patterns("*.py", "__*"))
    (folder / path).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_gazetteer(folder)
    assert str(caught.value).replace(f"{folder}/", "").removeprefix("actors/").startswith(expected)
    assert "\n" not in str(caught.value)
