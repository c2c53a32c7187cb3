"""`maintain`: a backup that was read back, Parquet files, and a warehouse made from them again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.articles.upkeep import Upkeep
    from warehouse.backup import TablePrint


def maintain(
    backups: Annotated[
        Path | None, typer.Option(help="Folder of the backups. Default: backups beside the warehouse.")
    ] = None,
    keep: Annotated[int, typer.Option(min=1, help="How many backups stay.")] = 4,
    export: Annotated[
        Path | None,
        typer.Option(help="Folder for all tables as Parquet, facts by month, as well."),
    ] = None,
    rebuild_from: Annotated[
        Path | None,
        typer.Option(help="Make a new warehouse (--warehouse) from such a folder instead."),
    ] = None,
    warehouse: Annotated[
        Path | None, typer.Option(help="DuckDB file to work on. Default: that of the settings.")
    ] = None,
) -> None:
    """Back up the warehouse, and check the backup by reading it back; see to the archive of raw pages.

    Do it weekly, before upgrades too. Days of the archive beyond the setting archive_days go; the others
    are read through, and what is torn is named: all else stays readable.

    To restore, end all runs ('geostance down') and copy the backup over the warehouse's file. The
    Parquet files of --export are for Spark, Polars, pandas, R, Excel, and for --rebuild-from.

    Example: [bold]geostance maintain --export /data/geostance-parquet[/bold]
    """
    from config.settings import load_settings

    console = Console(highlight=False)
    settings = load_settings().with_paths(warehouse=warehouse)
    now = datetime.now(UTC)
    if rebuild_from:
        if warehouse is None:
            raise ConfigError("--rebuild-from makes a new warehouse: name its file with --warehouse")
        _rebuild(console, rebuild_from, settings.warehouse, now)
        return

    from flows.maintenance import maintain_warehouse

    with console.status("starting") as status:
        done = maintain_warehouse(
            settings, now, keep=keep, backups=backups, export=export, begin=status.update
        )
    console.print(
        f"{done.backup}: {_size(done.backup)}, read back and alike in every table; the latest {keep} are kept"
    )
    if export:
        size = sum(one.stat().st_size for one in export.rglob("*.parquet"))
        console.print(f"{export}: {_rows(done.tables)}, {size / 1e6:.1f} MB of Parquet")
    _print_upkeep(console, done.archive)


def _rebuild(console: Console, folder: Path, file: Path, now: datetime) -> None:
    from warehouse.export import rebuild
    from warehouse.lock import hold

    with hold(file), console.status("rebuilding"):
        tables = rebuild(folder.resolve(), file, now)
    console.print(f"{file}: {_rows(tables)}, every table as it was exported")


def _rows(tables: Sequence[TablePrint]) -> str:
    return f"{sum(one.rows for one in tables):,} rows"


def _print_upkeep(console: Console, kept: Upkeep) -> None:
    if kept.gone_days:
        first, last = kept.gone_days[0], kept.gone_days[-1]
        console.print(
            f"archive: {len(kept.gone_days)} days from {first} to {last} went, {kept.gone_bytes / 1e6:.1f} MB"
        )
    console.print(f"archive: {kept.responses:,} responses in {kept.files} files, {kept.bytes / 1e6:.1f} MB")
    for one in kept.torn:
        console.print(f"archive: {one.file} is torn at byte {one.offset}; its other records are whole")


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f} MB"
