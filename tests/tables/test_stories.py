"""Copies of one report are one story; two reports of one event are two."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tasks.tables.load import load_batch, load_readings
from tasks.tables.publish import publish
from tasks.tables.shingles import sampled_shingles
from tasks.tables.stories import assign_stories, stories_of
from warehouse.store import open_warehouse, query

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tables.conftest import Maker

NOUNS = (
    "ministers", "envoys", "troops", "talks", "tariffs", "borders", "treaties", "ports", "sanctions",
    "grain", "gas", "ships", "pilots", "voters", "judges", "exports", "bases", "drones", "refugees",
    "loans", "seats", "vetoes", "speeches", "maps", "quotas", "visas", "pipelines", "summits",
)  # fmt: skip
VERBS = (
    "delayed", "welcomed", "blocked", "demanded", "drafted", "signed", "praised", "ignored", "reopened",
    "questioned",
)  # fmt: skip
DAYS = 7


def report(seed: int, sentences: int = 25) -> list[str]:
    """Return sentences that no other seed gives."""
    rng = random.Random(seed)
    return [
        f"{rng.choice(NOUNS).title()} near {rng.choice(NOUNS)} {rng.choice(VERBS)} {rng.randrange(10**4)} "
        f"{rng.choice(NOUNS)} while {rng.choice(NOUNS)} {rng.choice(VERBS)} the {rng.choice(NOUNS)}."
        for _ in range(sentences)
    ]


WIRE, OTHER = report(1), report(2)
MARKET = "Shares in the capital closed higher on Monday as investors weighed the outlook for rates and trade."
WEATHER = (
    "A ridge of high pressure keeps most of the country dry, forecasters at the weather service said in"
    " their morning bulletin. Temperatures reach {} degrees in the north and {} degrees along the southern"
    " coast. Winds from the west freshen towards the evening with gusts of up to {} kilometres an hour on"
    " exposed hills and headlands. Inland the night stays clear, and the lows are around {} degrees in the"
    " valleys and {} degrees in the towns. The service advises hikers in the mountains to turn back before"
    " the afternoon, since showers may come up quickly there, with {} litres of rain to be expected on"
    " each square metre."
)
SCORES = (
    "The home side took the lead after {} minutes through a header from a corner that the keeper could"
    " only push against the post, in front of {} people. The visitors, who have won {} of their last"
    " games, answered after {} minutes with a shot from outside the box that went in off the crossbar."
    " After the break both coaches changed half of their attack, and the game was decided after {} minutes"
    " from the penalty spot. The club stays in the upper half of the table with {} points and travels to"
    " the coast for its next game on Sunday."
)
# article -> text, days after the first, articles of the same story
CASES: dict[str, tuple[str, int, bool]] = {
    "the same": ("\n".join(WIRE), 0, True),
    "another dateline and byline": (
        "\n".join(["BERLIN (Wire) By Jo Roe", *WIRE, "Edited by Jo Poe."]),
        1,
        True,
    ),
    "cut to the first third": ("\n".join(WIRE[:8]), 1, True),
    "with local paragraphs": ("\n".join([*WIRE[:15], *report(3, 10)]), 2, True),
    "in capitals, other quotes": ("\n".join(WIRE).upper().replace(".", "!"), 3, True),
    "another report of the event": ("\n".join([*OTHER, WIRE[0]]), 0, False),
    "a report that quotes two sentences": ("\n".join([*report(4), *WIRE[3:5]]), 0, False),
    "the same a month later": ("\n".join(WIRE), 30, False),
}


def filled(form: str, seed: int) -> str:
    """Return a form with figures that no other seed gives."""
    return form.format(*(seed * 1000 + place for place in range(form.count("{}"))))


def load(warehouse: Path, make: Maker, texts: dict[int, tuple[str, int]], run_id: int = 1) -> None:
    entries = tuple(make.entry(number) for number in texts)
    load_readings(warehouse, run_id, (make.reading("bbc", entries),))
    outcomes = tuple(
        make.loaded(
            number, text=text, content_sha256=str(number), published_at=make.now + timedelta(days=days),
            published_date=(make.now + timedelta(days=days)).date(),
        )
        for number, (text, days) in texts.items()
    )  # fmt: skip
    load_batch(warehouse, run_id, outcomes, tuple(make.extraction(number) for number in texts), make.now)


def stories(warehouse: Path) -> dict[int, int]:
    with open_warehouse(warehouse) as connection:
        return dict(connection.execute("select article_id, story_id from core.article").fetchall())


@pytest.mark.parametrize("case", CASES)
def test_copies_are_one_story(warehouse: Path, make: Maker, case: str) -> None:
    text, days, is_same = CASES[case]
    load(warehouse, make, {1: ("\n".join(WIRE), 0), 2: (text, days)})
    assert assign_stories(warehouse, make.now, DAYS) == 2
    assert stories(warehouse) == {1: 1, 2: 1 if is_same else 2}


def test_a_template_filled_with_other_news_is_another_story(warehouse: Path, make: Maker) -> None:
    texts = {n: ("\n".join([MARKET, *report(10 + n, 12), MARKET]), n) for n in range(1, 6)}
    load(warehouse, make, texts)
    assign_stories(warehouse, make.now, DAYS)
    assert len(set(stories(warehouse).values())) == 5


def test_a_form_filled_in_with_other_figures_is_another_story(warehouse: Path, make: Maker) -> None:
    forms = (WEATHER, SCORES)
    texts = {
        10 * kind + day: (filled(form, seed=10 * kind + day), day)
        for kind, form in enumerate(forms, 1)
        for day in range(3)
    }
    copies = {number + 100: (f"By Jo Roe\n{text}", day) for number, (text, day) in texts.items()}
    load(warehouse, make, texts | copies)
    assign_stories(warehouse, make.now, DAYS)
    found = stories(warehouse)
    assert len(set(found.values())) == len(texts)
    assert all(found[number] == found[number + 100] for number in texts)


def test_a_few_figures_corrected_leave_a_copy_a_copy(warehouse: Path, make: Maker) -> None:
    wire = "\n".join(["The strike killed 12 people and hurt 31 of 400, officials said.", *WIRE])
    load(warehouse, make, {1: (wire, 0), 2: (wire.replace("12", "15").replace("31", "40"), 1)})
    assign_stories(warehouse, make.now, DAYS)
    assert stories(warehouse) == {1: 1, 2: 1}


def test_a_story_is_kept_and_joined_on_later_nights_in_any_order(warehouse: Path, make: Maker) -> None:
    load(warehouse, make, {5: ("\n".join(WIRE), 0), 9: ("\n".join(OTHER), 0)})
    assign_stories(warehouse, make.now, DAYS)
    load(warehouse, make, {7: ("\n".join(WIRE[:12]), 2), 3: ("\n".join(OTHER[5:]), 1)})
    assert assign_stories(warehouse, make.now, DAYS) == 2
    assert stories(warehouse) == {5: 5, 9: 9, 7: 5, 3: 9}
    assert assign_stories(warehouse, make.now, DAYS) == 0


def test_articles_of_before_there_were_stories_are_their_own(warehouse: Path, make: Maker) -> None:
    load(warehouse, make, {1: ("\n".join(WIRE), 0), 2: ("\n".join(WIRE), 0)})
    with open_warehouse(warehouse) as connection:
        connection.execute("delete from ops.shingle")
    assign_stories(warehouse, make.now, DAYS)
    assert stories(warehouse) == {1: 1, 2: 2}


def test_samples_are_forgotten_when_nothing_is_compared_with_them(warehouse: Path, make: Maker) -> None:
    load(warehouse, make, {1: ("\n".join(WIRE), 0)})
    for days, is_kept in ((14, True), (15, False)):
        assign_stories(warehouse, make.now + timedelta(days=days), DAYS)
        with open_warehouse(warehouse) as connection:
            assert bool(connection.execute("from ops.shingle").fetchall()) is is_kept


def test_trends_count_stories(warehouse: Path, make: Maker, tmp_path: Path) -> None:
    load(warehouse, make, {1: ("\n".join(WIRE), 0), 2: ("\n".join(WIRE), 0), 3: ("\n".join(OTHER), 0)})
    assign_stories(warehouse, make.now, DAYS)
    published = publish(warehouse, tmp_path / "published", make.now)
    counted = [
        query(
            published,
            "select n from stance_trend('RUS', 'NATO', count_by := $unit) where n > 0",
            {"unit": unit},
        )[1]
        for unit in ("stance", "article", "story")
    ]
    assert counted == [[(3,)], [(3,)], [(2,)]]
    [(articles, stories_read)] = query(published, "select articles, stories from coverage()")[1]
    assert (articles, stories_read) == (3, 2)


def test_an_article_joins_the_likest_that_has_a_story() -> None:
    alike = [(1, 2, 0.9, None), (2, 1, 0.9, None), (2, 8, 0.6, 8), (3, 9, 0.7, 7)]
    assert stories_of([1, 2, 3], alike) == {1: 1, 2: 1, 3: 7}


def test_a_quarter_of_the_runs_of_words_is_kept() -> None:
    kept = sampled_shingles(" ".join(str(n) for n in range(4000)))
    assert 900 < len(kept) < 1100
    assert kept == sorted(set(kept))
    assert sampled_shingles("too few words") == []
