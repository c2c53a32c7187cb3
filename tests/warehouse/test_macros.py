"""Each macro on rows small enough to count by hand; the rows are in conftest.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tasks.errors import WarehouseError
from tasks.tables.publish import publish
from tests.warehouse.conftest import ARTICLES, LOADED_AT, fill
from warehouse.store import query

if TYPE_CHECKING:
    from pathlib import Path

Ask = Callable[..., list[tuple[Any, ...]]]
WEEKS = [date(2022, 1, 3), date(2022, 1, 10), date(2022, 1, 17), date(2022, 1, 24)]


def approx(value: object) -> object:
    return pytest.approx(value, abs=1e-9)


def test_a_trend_keeps_gaps_and_tells_silence_from_blindness(ask: Ask) -> None:
    rows = ask(
        "select period, n, n_pos, n_neg, coverage, days_blind"
        " from stance_trend('RUS', 'NATO', grain := $grain)",
        grain="week",
    )
    # The denied accusation of the last week does not count, nor does the article that is not in English.
    assert rows == [
        (WEEKS[0], 3, 1, 2, 2, 5),
        (WEEKS[1], 0, 0, 0, 1, 6),
        (WEEKS[2], 0, 0, 0, 0, 7),
        (WEEKS[3], 1, 1, 0, 1, 2),
    ]


def test_a_trend_averages_the_scores(ask: Ask) -> None:
    rows = ask(
        "select net, mean_score, sd, ci95, mean_intensity, n_per_1000_articles"
        " from stance_trend('RUS', 'NATO') order by period"
    )
    # Scores -0.2, -0.6, 0.4: mean -0.4 / 3, squared distances (1 + 49 + 64) / 225, intensities 2, 6, 4.
    sd = (((-0.2 + 0.4 / 3) ** 2 + (-0.6 + 0.4 / 3) ** 2 + (0.4 + 0.4 / 3) ** 2) / 2) ** 0.5
    assert rows[0] == approx((-1 / 3, -0.4 / 3, sd, 1.96 * sd / 3**0.5, 4.0, 1500.0))
    assert rows[1] == (None, None, None, None, None, 0.0)
    assert rows[3] == approx((1.0, 0.35, None, None, 3.5, 1000.0))


@pytest.mark.parametrize(
    ("arguments", "counts"),
    [
        ("'RUS', 'NATO', denied := true", [3, 0, 0, 2]),
        ("'RUS', 'NATO', min_confidence := 0.7", [2, 0, 0, 1]),
        ("'RUS', 'NATO', count_by := 'article'", [2, 0, 0, 1]),
        ("'RUS', 'NATO', count_by := 'feed'", [2, 0, 0, 1]),
        ("'RUS', 'NATO', press := 'GBR'", [2, 0, 0, 1]),
        ("'RUS', 'NATO', since := '2022-01-12'", [0, 0, 1]),
        ("'RUS', 'NATO', until := '2022-01-04'", [2]),
        ("'RUS', 'NATO', until := date '2022-01-04', since := date '2022-01-04'", [2]),
        ("'RUS', 'NATO', known_at := '2022-02-01 02:00'", [0, 0, 0, 0]),
        ("'RUS', 'NATO', known_at := '2022-02-01 04:00'", [3, 0, 0, 1]),
        ("'RUS'", [4, 0, 0, 1]),
        ("whom := 'RUS'", [2, 1, 0, 0]),
        ("", [6, 2, 0, 1]),
        # Germany is in the bloc until 10 January, its only stance is of the 11th.
        ("'BLOC members', 'RUS'", [1, 0, 0, 0]),
        ("'RUS', 'BLOC members'", [0, 0, 0, 0]),
        ("'BLOC', 'RUS'", [0, 0, 0, 0]),
        ("'NOBODY', 'RUS'", [0, 0, 0, 0]),
    ],
)
def test_what_a_trend_counts(ask: Ask, arguments: str, counts: list[int]) -> None:
    rows = ask(f"select n from stance_trend({arguments}) order by period")  # noqa: S608 - our own text
    assert [row[0] for row in rows] == counts


@pytest.mark.parametrize(
    ("grain", "periods"), [("day", 24), ("week", 4), ("month", 1), ("quarter", 1), ("year", 1)]
)
def test_grains(ask: Ask, grain: str, periods: int) -> None:
    rows = ask("select n from stance_trend('RUS', 'NATO', grain := $grain)", grain=grain)
    assert (len(rows), sum(row[0] for row in rows)) == (periods, 4)


def test_wrong_grain_and_wrong_unit_are_named(ask: Ask) -> None:
    with pytest.raises(WarehouseError, match="fortnight"):
        ask("from stance_trend('RUS', 'NATO', grain := 'fortnight')")
    with pytest.raises(WarehouseError, match="count_by is stance, article, story or feed"):
        ask("from stance_trend('RUS', 'NATO', count_by := 'paper')")


def test_rolling_weighs_every_stance_the_same(ask: Ask) -> None:
    rows = {
        row[0]: row[1:]
        for row in ask(
            "select day, n, n_window, net, mean_score from stance_rolling('RUS', 'NATO', days := 3)"
        )
    }
    assert rows[date(2022, 1, 4)] == approx((0, 2, -1.0, -0.4))
    assert rows[date(2022, 1, 5)] == approx((1, 3, -1 / 3, -0.4 / 3))
    assert rows[date(2022, 1, 6)] == approx((0, 1, 1.0, 0.4))
    assert rows[date(2022, 1, 8)] == (0, 0, None, None)


def test_shift_compares_with_the_weeks_before(ask: Ask) -> None:
    rows = ask(
        "select period, n, n_baseline, baseline_mean, shift, z"
        " from stance_shift('RUS', 'NATO', baseline := 3, min_n := 1)"
    )
    assert [row[:3] for row in rows] == [
        (WEEKS[0], 3, 0),
        (WEEKS[1], 0, 3),
        (WEEKS[2], 0, 3),
        (WEEKS[3], 1, 3),
    ]
    mean = -0.4 / 3
    variance = (0.04 + 0.36 + 0.16) / 3 - mean**2  # of the three scores of the baseline
    assert rows[3][3:] == approx((mean, 0.35 - mean, (0.35 - mean) / (1e-4 / 1 + variance / 3) ** 0.5))
    assert rows[0][3:] == (None, None, None)


def test_movers_compare_two_windows(ask: Ask) -> None:
    rows = ask(
        "select holder_code, target_code, n_before, n_now, feeds, mean_before, mean_now, shift"
        " from stance_movers('2022-01-25', days := 14, min_n := 1)"
    )
    # 12 to 25 January against 29 December to 11 January: only Russia and NATO are in both.
    assert rows == [("RUS", "NATO", 3, 1, 2, approx(-0.4 / 3), approx(0.35), approx(0.35 + 0.4 / 3))]
    assert ask("from stance_movers('2022-01-25', days := 14)") == []


def test_press_differs_by_its_country(ask: Ask) -> None:
    rows = ask("select press, n, feeds, net, mean_score, gap from stance_by_press('RUS', 'NATO', min_n := 1)")
    british = (-0.2 - 0.6 + 0.35) / 3
    assert rows == [
        ("GBR", 3, 1, approx(-1 / 3), approx(british), approx(british - 0.4)),
        ("RUS", 1, 1, 1.0, 0.4, approx(0.4 - british)),
    ]


def test_evidence_shows_the_sentences_latest_first(ask: Ask) -> None:
    rows = ask("select stance_date, code, sentence, feed, url from stance_evidence('RUS', 'NATO')")
    assert [row[:2] for row in rows] == [
        (date(2022, 1, 25), "SUPPORT"),
        (date(2022, 1, 5), "AGREE"),
        (date(2022, 1, 3), "ACCUSE"),
        (date(2022, 1, 3), "THREATEN"),
    ]
    assert rows[0][2:] == ("Sentence 0.", "BBC", "https://paper.example/4")


def test_network_shows_both_directions(ask: Ask) -> None:
    rows = ask("select holder_code, target_code, n, net, n_back, net_back from stance_network(min_n := 1)")
    assert rows == [
        ("RUS", "NATO", 4, 0.0, 1, -1.0),
        ("DEU", "RUS", 1, 1.0, 0, None),
        ("GBR", "RUS", 1, -1.0, 0, None),
        ("NATO", "RUS", 1, -1.0, 4, 0.0),
    ]


def test_what_happens_within_a_state_is_nothing_between_members(tmp_path: Path) -> None:
    opposition = ("GBR", "GBR", "REJECT", "asserted", 0.9)
    path = tmp_path / "geostance.duckdb"
    fill(path, (*ARTICLES, (date(2022, 1, 5), "bbc", "en", (opposition, opposition))))
    published = publish(path, tmp_path, LOADED_AT)

    def counted(of: str) -> int:
        return int(query(published, f"select count(*) from {of}")[1][0][0])  # noqa: S608 - our own text

    assert counted("stance_rows('GBR', 'GBR')") == 2
    assert counted("stance_rows('BLOC members')") == 1  # Britain toward Russia; Germany has left
    assert counted("stance_rows('BLOC members', 'BLOC members')") == 0
    assert counted("stance_rows('BLOC members', 'GBR')") == counted("stance_rows('GBR', 'BLOC members')") == 0
    assert counted("stance_network(min_n := 1) where holder_code = target_code") == 0
    assert counted("stance_movers('2022-01-09', min_n := 0) where holder_code = target_code") == 0


def test_trend_on_a_matter(ask: Ask) -> None:
    rows = ask("select period, n, n_pos, n_neg, net, holders, coverage from issue_trend('minsk')")
    assert rows == [
        (WEEKS[0], 1, 0, 1, -1.0, 1, 2),
        (WEEKS[1], 1, 1, 0, 1.0, 1, 1),
        (WEEKS[2], 0, 0, 0, None, 0, 0),
        (WEEKS[3], 0, 0, 0, None, 0, 1),
    ]
    assert sum(row[0] for row in ask("select n from issue_trend('The Minsk Accords', who := 'RUS')")) == 1


def test_camps_on_a_matter(ask: Ask) -> None:
    assert ask("select camp, holder_code, holder_name, n, net from issue_camps('minsk')") == [
        ("for", "DEU", "Germany", 1, 1.0),
        ("against", "RUS", "Russia", 1, -1.0),
    ]


def test_actors_are_found_by_code_name_and_alias(ask: Ask) -> None:
    assert ask("select code, n_held, n_met from find_actor('mosc')") == [("RUS", 5, 3)]
    assert [row[0] for row in ask("from find_actor('BLOC')")] == ["BLOC", "BLOC members"]
    assert ask("from find_actor('zzz')") == []


def test_the_nearest_are_found_first(ask: Ask) -> None:
    found = [row[0] for row in ask("from find_actor('b')")]
    assert found == ["DEU", "BLOC", "BLOC members", "GBR"]  # Berlin, Bloc; within a word, for all its stances
    assert ask("select code from find_actor('united kingdom')") == [("GBR",)]


def test_coverage_counts_what_was_read(ask: Ask) -> None:
    assert ask("from coverage()") == [
        (WEEKS[0], 2, 2, 2, 5, 2),
        (WEEKS[1], 1, 1, 1, 6, 1),
        (WEEKS[2], 0, 0, 0, 7, 0),
        (WEEKS[3], 2, 1, 2, 2, 2),
    ]
    assert [row[1] for row in ask("from coverage(press := 'RUS')")] == [1, 0, 0, 1]


def test_health_of_feeds(ask: Ask) -> None:
    rows = ask(
        "select feed_id, visits, failed, last_outcome, last_reason, new_entries, loaded, rejected, pending"
        " from feed_health()"
    )
    assert rows == [
        ("ard", 1, 1, "failed", "timeout", 1, 1, 0, 0),
        ("bbc", 1, 0, "fetched", None, 2, 2, 0, 0),
        ("tass", 1, 0, "fetched", None, 2, 2, 0, 0),
    ]


def test_a_feed_that_is_left_alone_shows(ask: Ask) -> None:
    rows = ask(
        "select feed_id, failure_weight, wait_reason, wait_until_utc::date, moved_to from feed_health()"
    )
    assert rows[0][:3] == ("ard", 1.25, "backing-off")
    assert rows[0][3] is not None
    assert rows[1] == ("bbc", 0, None, None, None)


def test_the_wide_view_spells_out(ask: Ask) -> None:
    rows = ask(
        "select holder_name, target_name, issue_code, press, title, modality from stances"
        " where stance_date >= '2022-01-11' order by stance_date, char_start"
    )
    assert rows == [
        ("Germany", "Russia", None, "DEU", "Title 3", "asserted"),
        ("Germany", None, "minsk", "DEU", "Title 3", "asserted"),
        ("Russia", "NATO", None, "GBR", "Title 4", "asserted"),
        ("Russia", "NATO", None, "GBR", "Title 4", "denied"),
    ]


def test_the_copy_tells_how_fresh_it_is(ask: Ask) -> None:
    rows = ask(
        "select last_stance_date, stances, articles, feeds, last_run, last_run_state from snapshot_info"
    )
    assert rows == [(date(2022, 1, 25), 10, 5, 3, 1, "complete")]


def test_every_macro_and_table_says_what_it_is(ask: Ask) -> None:
    silent = ask(
        "select function_name from duckdb_functions() where function_type = 'table_macro' and not internal"
        " and comment is null"
        " union select view_name from duckdb_views() where not internal and comment is null"
        " union select table_name from duckdb_tables() where comment is null"
        " and table_name not in ('run', 'snapshot')"
    )
    assert silent == []
