"""The run's report as Prefect shows it: a summary and a table of feeds among the run's artifacts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.logging import get_run_logger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tasks.tables.records import RunReport
    from warehouse.backup import TablePrint

LONGEST_ADDRESS = 50
_ADDRESS = re.compile(r"https?://[\w.:-]+/[\w./?=&%~+,;:@#-]*")  # nothing that ends a link or a cell


def show_report(report: RunReport) -> None:
    """Keep the report with the flow run as two artifacts, and log the run in one line."""
    create_markdown_artifact(
        key="nightly-report", markdown=report_markdown(report), description="What this night brought."
    )
    create_table_artifact(
        key="nightly-feeds",
        table=feed_table(report),
        description="Every feed's visit; those that failed first.",
    )
    get_run_logger().info(
        "run loaded feeds=%d failed=%d entries=%d new=%d articles=%d rejected=%d pending=%d stances=%d"
        " revisited=%d revised=%d",
        len(report.visits),
        len(report.failed),
        report.seen_count,
        report.new_count,
        report.article_count,
        report.rejected_count,
        report.pending_count,
        report.stance_count,
        report.revisit_count,
        report.revised_count,
    )


def show_page(path: Path) -> None:
    """Keep with the flow run where the report for analysts lies: browsers open no file for a web page."""
    create_markdown_artifact(
        key="nightly-page",
        markdown=f"# Who stands where\n\nTrends, movers, camps and the sentences behind them:\n\n`{path}`",
        description="The report for analysts, one HTML file.",
    )


def show_backup(made: Path, export: Path | None, tables: Sequence[TablePrint]) -> None:
    """Keep with the flow run where the backup lies, and what was exported."""
    create_markdown_artifact(
        key="maintain-backup",
        markdown=backup_markdown(made, made.stat().st_size, export, tables),
        description="The backup, read back and alike in every table.",
    )


def backup_markdown(made: Path, size: int, export: Path | None, tables: Sequence[TablePrint]) -> str:
    """Return in Markdown where a backup lies, and how many rows of each table were exported."""
    lines = ["# Backup", "", f"`{made}`, {size / 1e6:.1f} MB, read back and alike in every table."]
    lines += _table(
        f"Exported to {export}", ("table", "rows"), [(one.table, f"{one.rows:,}") for one in tables]
    )
    return "\n".join(lines)


def feed_table(report: RunReport) -> list[dict[str, object]]:
    """Return one row a feed, those that failed first."""
    visits = sorted(report.visits, key=lambda visit: (visit.outcome != "failed", visit.feed_id))
    return [
        {
            "feed": visit.feed_id,
            "outcome": visit.outcome,
            "items": visit.seen_count,
            "new": visit.new_count,
            "rejected": visit.rejected_count,
            "status": visit.status or "",
            "reason": f"{visit.reason} {visit.detail}".strip(),
        }
        for visit in visits
    ]


def report_markdown(report: RunReport) -> str:
    """Return the report in Markdown: counts, failed feeds, rejections, checks, most frequent dyads."""
    return "\n".join(_lines(report))


def _lines(report: RunReport) -> Iterator[str]:
    yield f"# Run {report.run_id}, {report.started_at:%Y-%m-%d %H:%M} UTC"
    yield ""
    yield (
        f"**{report.stance_count}** stances in **{report.article_count}** articles;"
        f" {report.rejected_count} entries rejected, {report.retry_count} to be tried again,"
        f" {report.pending_count} pending."
    )
    if report.revisit_count:
        yield f"Of {report.revisit_count} asked for again **{report.revised_count}** say something else now."
    yield ""
    yield (
        f"{len(report.visits)} feeds: {len(report.fetched)} fetched, {len(report.unchanged)} unchanged,"
        f" {len(report.failed)} failed, {len(report.skipped)} left alone;"
        f" {report.seen_count} items, {report.new_count} of them new."
    )
    yield from _table(
        "Data checks that found something",
        ("check", "severity", "rows", "for example"),
        [(one.name, one.severity, one.bad_count, one.sample or "") for one in report.checks if one.bad_count],
    )
    yield from _table(
        "Feeds that failed",
        ("feed", "reason", "detail"),
        [(visit.feed_id, visit.reason, visit.detail) for visit in report.failing],
    )
    yield from _table(
        "Feeds that moved", ("feed", "detail"), [(visit.feed_id, visit.detail) for visit in report.moved]
    )
    yield from _table(
        "Rejected, and why",
        ("stage", "reason", "entries", "for example"),
        [
            (one.stage, one.reason, one.count, one.samples[0] if one.samples else "")
            for one in report.rejections
        ],
    )
    yield from _table(
        "Most frequent dyads (net: for less against, of all)",
        ("holder", "target", "stances", "net"),
        [(one.holder_code, one.target_code, one.stance_count, f"{one.net:+.2f}") for one in report.dyads],
    )
    yield from _table(
        "Articles by language",
        ("language", "articles"),
        [(one.language, one.article_count) for one in report.languages],
    )


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a table under its title, nothing at all without rows."""
    body = ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    if body:
        yield from ("", f"## {title}", "")
        yield "| " + " | ".join(head) + " |"
        yield "|" + "---|" * len(head)
        yield from body


def _cell(value: object) -> str:
    """Return a value that neither ends its cell nor becomes markup: reasons quote what servers sent."""
    text = " ".join(str(value).split())
    if _ADDRESS.fullmatch(text):
        return f"[{_shortened(text)}]({text})"
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "'")


def _shortened(address: str) -> str:
    """Return an address as a table has room for it: its host and its end, without query or scheme."""
    parts = urlsplit(address)
    shown = f"{parts.netloc}{parts.path}"
    tail = parts.path.rstrip("/").rpartition("/")[2]
    return shown if len(shown) <= LONGEST_ADDRESS else f"{parts.netloc}/…/{tail[-LONGEST_ADDRESS:]}"
