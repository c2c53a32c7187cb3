"""The report as Markdown and as a table of feeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flows.artifacts import feed_table, report_markdown
from tasks.tables.records import (
    CheckResult,
    DyadCount,
    FeedVisit,
    LanguageCount,
    RejectionCount,
    RunReport,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EMPTY = RunReport(7, None, "complete", NOON, NOON, (), 0, 0, 0, 0, 0, (), 0, (), (), ())
FULL = RunReport(
    run_id=8, flow_run="f", state="complete", started_at=NOON, finished_at=NOON,
    visits=(
        FeedVisit("good", "fetched", 200, "", "", 12, 10, 1),
        FeedVisit("same", "unchanged", 304, "", "", 0, 0, 0),
        FeedVisit("bad", "failed", 503, "http-503", "<h1>Sorry | `later`</h1>", 0, 0, 0),
        FeedVisit("down", "skipped", None, "backing-off", "not asked before noon", 0, 0, 0),
        FeedVisit("calm", "skipped", None, "fresh", "not asked before noon", 0, 0, 0),
        FeedVisit("away", "unchanged", 304, "", "moved for good", 0, 0, 0),
    ),
    new_count=10, loaded_count=8, rejected_count=2, retry_count=1, pending_count=3,
    languages=(LanguageCount("en", 7), LanguageCount("de", 1)), stance_count=21,
    rejections=(RejectionCount("page", "http-404", 2, ("https://a.example/1", "https://a.example/2")),),
    checks=(CheckResult("silent_feed", "warn", 1, "same"), CheckResult("orphan_stance", "error", 0, None)),
    dyads=(DyadCount("RUS", "NATO", 5, -0.6),), revisit_count=4, revised_count=3,
)  # fmt: skip


def test_every_part_is_there() -> None:
    text = report_markdown(FULL)
    assert "# Run 8, 2026-03-01 12:00 UTC" in text
    assert "**21** stances in **8** articles; 2 entries rejected, 1 to be tried again, 3 pending." in text
    assert "Of 4 asked for again **3** say something else now." in text
    assert "6 feeds: 1 fetched, 2 unchanged, 1 failed, 2 left alone; 12 items, 10 of them new." in text
    assert "| down | backing-off | not asked before noon |" in text
    assert "| calm |" not in text
    assert "| away | moved for good |" in text
    assert "| page | http-404 | 2 | [a.example/1](https://a.example/1) |" in text
    assert "| en | 7 |" in text
    assert "| RUS | NATO | 5 | -0.60 |" in text
    assert "| silent_feed | warn | 1 | same |" in text
    assert "orphan_stance" not in text


def test_what_servers_sent_cannot_break_the_page() -> None:
    assert "| bad | http-503 | &lt;h1>Sorry \\| 'later'&lt;/h1> |" in report_markdown(FULL)


def test_parts_without_rows_are_left_out() -> None:
    text = report_markdown(EMPTY)
    assert "##" not in text
    assert "asked for again" not in text
    assert "Feeds that failed" not in text


def test_long_addresses_fit_and_odd_ones_are_no_links() -> None:
    long = "https://news.example/world/2026/03/01/" + "a" * 60 + "?utm_source=rss"
    odd = "https://news.example/a)b](javascript:x)"
    found = RejectionCount("page", "http-404", 1, (long,)), RejectionCount("page", "http-410", 1, (odd,))
    text = report_markdown(replace(EMPTY, rejections=found))
    assert f"| [news.example/…/{'a' * 50}]({long}) |" in text
    assert f"| {odd} |" in text


def test_failed_feeds_come_first() -> None:
    rows = feed_table(FULL)
    assert [row["feed"] for row in rows] == ["bad", "away", "calm", "down", "good", "same"]
    assert all(name for row in rows for name in row)  # an empty column name crashes Prefect's page
