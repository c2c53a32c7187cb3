"""`maintain`: a backup that was read back, Parquet files, and a warehouse made from them again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tasks.errors import ConfigError


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
    """Back up the warehouse, and check the backup by reading it back. Do it weekly, before upgrades too.

    To restore, end all runs ('geostance down') and copy the backup over the warehouse's file. The
    Parquet files of --export are for Spark, Polars, pandas, R, Excel, and for --rebuild-from.

    Example: [bold]geostance maintain --export /data/geostance-parquet[/bold]
    """
    from config.settings import load_settings
    from warehouse import backup
    from warehouse import export as parquet
    from warehouse.lock import hold

    console = Console(highlight=False)
    file = load_settings().with_paths(warehouse=warehouse).warehouse
    now = datetime.now(UTC)
    if rebuild_from:
        if warehouse is None:
            raise ConfigError("--rebuild-from makes a new warehouse: name its file with --warehouse")
        with hold(file), console.status("rebuilding"):
            prints = parquet.rebuild(rebuild_from.resolve(), file, now)
        console.print(f"{file}: {sum(one.rows for one in prints):,} rows, every table as it was exported")
        return
    if not file.is_file():
        raise ConfigError(f"{file}: there is no warehouse yet; run 'geostance ingest' first")
    with hold(file), console.status("backing up") as status:
        made = backup.back_up(file, (backups or file.parent / "backups").resolve(), now, keep)
        console.print(
            f"{made}: {_size(made)}, read back and alike in every table; the latest {keep} are kept"
        )
        if export:
            status.update("exporting")
            prints = parquet.export(file, export.resolve())
            size = sum(one.stat().st_size for one in export.rglob("*.parquet"))
            console.print(
                f"{export}: {sum(one.rows for one in prints):,} rows, {size / 1e6:.1f} MB of Parquet"
            )


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f} MB"
