"""The Prefect tasks hand on what they are given; no server is needed to call their functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect.cache_policies import NO_CACHE

from tasks.tables import task as tasks_of_tables
from warehouse.store import query

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tables.conftest import Maker


def test_the_tasks_load_and_publish(warehouse: Path, make: Maker, tmp_path: Path) -> None:
    readings = (make.reading("bbc", (make.entry(1),)),)
    assert tasks_of_tables.load_readings_task.fn(warehouse, 1, readings, 0) == 1
    tasks_of_tables.load_batch_task.fn(warehouse, 1, (make.loaded(1),), (make.extraction(1),), make.now)
    path = tasks_of_tables.publish_task.fn(warehouse, tmp_path / "published", make.now)
    assert query(path, "select stances from snapshot_info")[1] == [(2,)]


def test_no_task_remembers_results() -> None:
    # A remembered result would leave a load out.
    for one in ("sync_reference_task", "load_readings_task", "load_batch_task", "publish_task"):
        task = getattr(tasks_of_tables, one)
        assert task.cache_policy == NO_CACHE
