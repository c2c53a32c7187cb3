"""What a report holds, on rows small enough to count by hand: those of tests/warehouse/conftest.py."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from config.watch import Dyad, WatchList, load_watch_list
from report.ask import make_report
from report.records import Point
from tasks.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from report.records import Report

MONDAY = date(2022, 1, 3)


def test_it_covers_all_that_was_read_in_whole_weeks(report: Report) -> None:
    assert (report.since, report.until, report.grain) == (MONDAY, date(2022, 1, 26), "week")
    assert [one.articles for one in report.read] == [2, 1, 0, 1]


def test_few_stances_in_a_long_time_are_shown_by_month(published: Path) -> None:
    watch = WatchList(dyads=(Dyad(holder="RUS", target="NATO"),))
    report = make_report(published, watch, date(2021, 10, 20), None)
    assert (report.since, report.grain) == (date(2021, 10, 1), "month")
    assert [point.n for point in report.trends[0].points] == [0, 0, 0, 4]


def test_a_trend_has_its_figures_and_the_sentences_behind_them(report: Report) -> None:
    [trend] = report.trends
    assert [(point.n_pos, point.n_neg) for point in trend.points] == [(1, 2), (0, 0), (0, 0), (1, 0)]
    first = trend.points[0].evidence
    assert first
    assert (first.key, first.title, first.total) == ("RUS-NATO-2022-01-03", "week of 3 January 2022", 3)
    days = [one.day for one in first.sentences]
    assert days == sorted(days, reverse=True)
    assert {one.code for one in first.sentences} == {"ACCUSE", "THREATEN", "AGREE"}
    assert trend.points[1].evidence is None
    assert trend.last == trend.points[3]


def test_only_some_sentences_are_shown_and_all_are_counted(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("report.ask.SHOWN", 2)
    watch = WatchList(dyads=(Dyad(holder="RUS", target="NATO"),))
    evidence = make_report(published, watch, None, None).trends[0].points[0].evidence
    assert evidence
    assert (len(evidence.sentences), evidence.total) == (2, 3)


def test_what_was_never_read_of_is_named(report: Report) -> None:
    assert report.unseen == ("NATO → DEU",)


def test_the_heat_map_counts_each_direction(report: Report) -> None:
    heat = report.heat_map
    cells = {
        (holder, target): (cell.n, cell.net)
        for holder, row in zip(heat.holders, heat.cells, strict=True)
        for target, cell in zip(heat.targets, row, strict=True)
        if cell
    }
    assert cells == {
        ("RUS", "NATO"): (4, 0.0),
        ("NATO", "RUS"): (1, -1.0),
        ("GBR", "RUS"): (1, -1.0),
        ("DEU", "RUS"): (1, 1.0),
    }


def test_camps_stand_for_and_against_a_matter(report: Report) -> None:
    [matter] = report.matters
    assert matter.name == "Minsk agreements"
    assert {camp.name: camp.holders for camp in matter.camps} == {
        "for": (("DEU", 1),),
        "mixed": (),
        "against": (("RUS", 1),),
    }
    assert matter.evidence.total == 2


def test_presses_that_tell_a_relation_twice_are_compared(report: Report) -> None:
    # RUS toward NATO: three times in the British press (one denied and left out), once in the Russian.
    assert report.disagreements == ()


def test_a_feed_that_failed_comes_first(report: Report) -> None:
    assert [(one.name, one.trouble) for one in report.feeds] == [
        ("ARD", "failed: timeout"),
        ("BBC", ""),
        ("TASS", ""),
    ]


def test_days_narrow_the_report(published: Path) -> None:
    watch = WatchList(dyads=(Dyad(holder="RUS", target="NATO"),))
    report = make_report(published, watch, date(2022, 1, 24), date(2022, 1, 25))
    assert [point.n for point in report.trends[0].points] == [1]
    with pytest.raises(ConfigError, match="begin"):
        make_report(published, watch, date(2022, 1, 24), date(2022, 1, 3))


def test_a_bloc_holds_as_its_members_do(published: Path) -> None:
    watch = WatchList(dyads=(Dyad(holder="BLOC members", target="RUS"),))
    [trend] = make_report(published, watch, None, None).trends
    # Germany left the bloc before it consulted.
    assert trend.n == 1


@pytest.mark.parametrize(
    ("watch", "reason"),
    [
        (
            WatchList(dyads=(Dyad(holder="RUSS", target="NATO"),)),
            "no actor has the code 'RUSS'; nearest: RUS",
        ),
        (WatchList(issues=("minks",)), "no matter has the code 'minks'"),
    ],
)
def test_unknown_codes_are_refused(published: Path, watch: WatchList, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        make_report(published, watch, None, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("dyads:\n  - {holder: RUS, target: NATO, note: x}\n", r"watch.yaml:2: .*note: unknown key"),
        ("dyads:\n  - {holder: rus, target: NATO}\n", r"watch.yaml:2: .*holder"),
        ("events:\n  - {day: soon, name: War}\n", r"watch.yaml:2: .*day"),
        ("dyads: [\n", r"watch.yaml:\d: malformed YAML"),
    ],
)
def test_a_bad_watch_list_is_named_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "watch.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=reason):
        load_watch_list(tmp_path / "watch.yaml")


def test_an_empty_watch_list_watches_nothing(tmp_path: Path) -> None:
    (tmp_path / "watch.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert load_watch_list(tmp_path / "watch.yaml") == WatchList()


def test_intervals_are_wilsons() -> None:
    # 8 of 10 for: the share's interval is 0.490 to 0.943 (Wilson 1927), here on [-1, 1].
    low, high = Point(MONDAY, 10, 8, 2, 1, None).interval
    assert (low, high) == pytest.approx((2 * 0.4902 - 1, 2 * 0.9433 - 1), abs=1e-3)
    assert Point(MONDAY, 0, 0, 0, 1, None).interval == (-1.0, 1.0)
