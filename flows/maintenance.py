"""What keeps warehouse and archive sound: done weekly by the flow, and by the command without Prefect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from config.settings import Settings
from tasks.articles.upkeep import Upkeep, keep_archive
from tasks.errors import ConfigError
from warehouse.backup import TablePrint, back_up
from warehouse.export import export as export_parquet
from warehouse.export import refuse_other_files
from warehouse.lock import hold


@dataclass(frozen=True, slots=True)
class Maintained:
    """What was done: the file of the backup, the tables exported, and what came of the archive."""

    backup: Path
    tables: tuple[TablePrint, ...]
    archive: Upkeep


def maintain_warehouse(
    settings: Settings,
    now: datetime,
    *,
    keep: int,
    backups: Path | None,
    export: Path | None,
    begin: Callable[[str], object] = lambda _step: None,
) -> Maintained:
    """Return what was done: a backup that was read back, all tables as Parquet, the archive seen to.

    Backups lie beside the warehouse where `backups` names no folder; nothing is exported without
    `export`. `begin` is told of each step. Raises ConfigError where there is no warehouse, WarehouseError,
    and keeps the older backups, when the copy differs.
    """
    file = settings.warehouse
    if not file.is_file():
        raise ConfigError(f"{file}: there is no warehouse yet; run 'geostance ingest' first")
    if export:
        refuse_other_files(export.resolve())  # at once, and not after the minutes of a backup
    with hold(file):
        begin("backing up")
        made = back_up(file, (backups or file.parent / "backups").resolve(), now, keep)
        tables: tuple[TablePrint, ...] = ()
        if export:
            begin("exporting")
            tables = export_parquet(file, export.resolve())
        begin("reading the archive through")
        archive = keep_archive(settings.archive_folder, settings.archive_days, now.date())
    return Maintained(made, tables, archive)
