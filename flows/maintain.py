"""The flow that backs the warehouse up, weekly, and writes it as Parquet where that is wanted."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from prefect import flow
from prefect.logging import get_run_logger
from pydantic import Field

from config.settings import load_settings
from flows.artifacts import show_backup
from flows.maintenance import maintain_warehouse
from flows.parameters import dated

KEPT = 4


@flow(name="maintain", flow_run_name=dated("maintain"))
def maintain(
    keep: Annotated[int, Field(ge=1, le=1000)] = KEPT,
    backups: Path | None = None,
    export: Path | None = None,
    warehouse: Path | None = None,
) -> Path:
    """Copy the warehouse, read the copy back, compare every table; keep the latest; see to the archive.

    Args:
        keep: How many backups stay.
        backups: Folder of the backups; `backups` beside the warehouse when empty.
        export: Folder for all tables as Parquet, stances and articles by month; none when empty.
        warehouse: DuckDB file to back up; that of the settings when empty.

    The archive's days beyond `archive_days` go, the others are read through; what is torn is logged.
    Raises ConfigError where there is no warehouse, WarehouseError, and keeps the older backups, when the
    copy differs.
    """
    settings = load_settings().with_paths(warehouse=warehouse)
    done = maintain_warehouse(settings, datetime.now(UTC), keep=keep, backups=backups, export=export)
    made, kept = done.backup, done.archive
    show_backup(made, export, done.tables)
    get_run_logger().info("backed up file=%s bytes=%d exported=%s", made, made.stat().st_size, export or "-")
    get_run_logger().log(
        logging.WARNING if kept.torn else logging.INFO,
        "archive read through files=%d responses=%d bytes=%d torn=%s days_gone=%d bytes_gone=%d",
        kept.files,
        kept.responses,
        kept.bytes,
        ",".join(f"{one.file}@{one.offset}" for one in kept.torn) or "-",
        len(kept.gone_days),
        kept.gone_bytes,
    )
    return made
