"""The report of a run as the command line shows it."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from tasks.tables.records import RunReport


def print_report(report: RunReport, *, as_json: bool) -> None:
    """Print what a run did."""
    if as_json:
        print(json.dumps(dataclasses.asdict(report), default=str, ensure_ascii=False))
        return
    console = Console()
    _print_counts(console, report)
    _print_failures(console, report)
    for check in report.checks:
        if check.bad_count:
            console.print(
                f"data check {check.name} ({check.severity}): {check.bad_count} rows, e.g. {check.sample}",
                style="red" if check.severity == "error" else "yellow",
                markup=False,
            )


def _print_counts(console: Console, report: RunReport) -> None:
    languages = ", ".join(f"{one.article_count} {one.language}" for one in report.languages)
    table = Table(title=f"run {report.run_id}, {report.state}", show_header=False, title_justify="left")
    table.add_row(
        "feeds",
        f"{len(report.visits)}: {len(report.fetched)} fetched, {len(report.unchanged)} unchanged,"
        f" {len(report.failed)} failed" + (f", {len(report.skipped)} left alone" if report.skipped else ""),
    )
    table.add_row("entries", f"{report.seen_count} seen, {report.new_count} new")
    table.add_row("articles", f"{report.article_count}" + (f" ({languages})" if languages else ""))
    table.add_row(
        "no article",
        f"{report.rejected_count} rejected, {report.retry_count} to be tried again,"
        f" {report.pending_count} pending",
    )
    if report.revisit_count:
        table.add_row("asked for again", f"{report.revisit_count}, of which {report.revised_count} revised")
    table.add_row("stances", str(report.stance_count))
    console.print(table)


def _print_failures(console: Console, report: RunReport) -> None:
    for visit in report.moved:
        console.print(f"feed {visit.feed_id} {visit.detail}", markup=False)
    if not report.failing and not report.rejections:
        return
    table = Table("what failed", "reason", "count", "for example", title_justify="left")
    for visit in report.failing:
        table.add_row("feed", visit.reason, "1", escape(f"{visit.feed_id} {visit.detail}".strip()))
    for one in report.rejections:
        table.add_row(one.stage, one.reason, str(one.count), escape(one.samples[0]) if one.samples else "")
    console.print(table)
