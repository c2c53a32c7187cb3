"""The `geostance` command: who takes which stance toward whom, in the world's news."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from commands import (
    articles,
    demo,
    doctor,
    evaluate,
    feed_list,
    feeds,
    ingest,
    load,
    maintain,
    operate,
    page,
    reprocess,
    sql,
    stances,
    trend,
)
from tasks.errors import DataCheckError, GeostanceError, TooManyFeedsFailedError, WarehouseBusyError

RUN_FAILED = (DataCheckError, TooManyFeedsFailedError, WarehouseBusyError)  # exit code 1; other errors 2

app = typer.Typer(
    name="geostance",
    help="Who takes which stance toward whom or what in the world's news, with the sentence that proves it.",
    epilog="Start with 'geostance demo': it needs no network. Exit codes: 0 done, "
    "1 more feeds failed than tolerated, 2 bad use or bad configuration.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("up")(operate.up)
app.command("down")(operate.down)
app.command("status")(operate.status)
app.command("ingest")(ingest.ingest)
app.command("load")(load.load)
app.command("reprocess")(reprocess.reprocess)
app.command("maintain")(maintain.maintain)
app.command("demo")(demo.demo)
app.command("extract")(stances.extract)
app.command("code")(stances.code)
app.command("evaluate")(evaluate.evaluate)
app.command("article")(articles.article)
app.command("trend")(trend.trend)
app.command("report")(page.report)
app.command("sql")(sql.sql)
feeds.app.command("add")(feed_list.add_feed)
feeds.app.command("import")(feed_list.import_feeds)
feeds.app.command("export")(feed_list.export_feeds)
app.add_typer(feeds.app, name="feeds")
app.command("doctor")(doctor.doctor)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"geostance {version('geostance')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and leave."),
    ] = False,
) -> None:
    """Who takes which stance toward whom or what in the world's news, with the sentence that proves it."""


def main() -> None:
    """Run the command line; an error of ours becomes one line on standard error and exit code 2."""
    try:
        app()
    except GeostanceError as error:
        typer.echo(f"geostance: {error}", err=True)
        sys.exit(1 if isinstance(error, RUN_FAILED) else 2)
    except BrokenPipeError:
        # A reader such as `head` has gone: say nothing more, not even at interpreter exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
