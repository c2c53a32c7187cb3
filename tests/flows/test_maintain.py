"""Backup and report as flows: what they leave on disk and among the artifacts; what their forms refuse."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from prefect.exceptions import ParameterTypeError

from flows.artifacts import backup_markdown
from flows.maintain import maintain
from flows.nightly import nightly
from flows.page import report
from flows.parameters import refuse_reversed
from flows.reprocess import reprocess
from newsroom.server import serve_newsroom
from tasks.errors import ConfigError
from tests.flows.conftest import RUN_SECONDS, list_feeds
from tests.flows.server import ROOT
from tests.flows.test_nightly import few_articles
from warehouse.store import query

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import Night


def run_flow(night: Night, module: str, flow: str, **parameters: str) -> subprocess.CompletedProcess[str]:
    """Return what a run of a flow in a process of its own left, as a worker makes it."""
    call = f"import json, sys\nfrom {module} import {flow} as f\nprint(f(**json.loads(sys.argv[1])))"
    return subprocess.run(
        [sys.executable, "-c", call, json.dumps(parameters)],
        env={**night.prefect.environment, "GEOSTANCE_WAREHOUSE": str(night.warehouse)}, cwd=ROOT,
        capture_output=True, text=True, check=False, timeout=RUN_SECONDS,
    )  # fmt: skip


@pytest.mark.slow
def test_backup_and_report_of_a_night(night: Night) -> None:
    early = run_flow(night, "flows.maintain", "maintain")
    assert "there is no warehouse yet" in early.stderr
    assert "nothing is published yet" in run_flow(night, "flows.page", "report").stderr
    with serve_newsroom(few_articles(1)) as newsroom:
        list_feeds(night, newsroom)
        night.run()

    done = run_flow(night, "flows.maintain", "maintain", export=str(night.folder / "parquet"))
    assert done.returncode == 0, done.stderr
    [backup] = (night.folder / "backups").glob("*.duckdb")
    count = "select count(*) from core.stance"
    [(stances,)] = query(backup, count)[1]
    assert stances > 0
    assert (night.folder / "parquet" / "core.stance").is_dir()
    artifact = night.prefect.get("/artifacts/maintain-backup/latest")["data"]
    assert str(backup) in artifact
    assert f"| core.stance | {stances} |" in artifact
    assert night.prefect.last_run()["name"] == f"maintain {datetime.now(UTC):%Y-%m-%d}"

    out = night.folder / "april.html"
    done = run_flow(night, "flows.page", "report", since="2022-04-01", until="2022-04-30", out=str(out))
    assert done.returncode == 0, done.stderr
    assert "Who stands where" in out.read_text(encoding="utf-8")
    assert str(out) in night.prefect.get("/artifacts/nightly-page/latest")["data"]


def test_a_backup_without_export_has_no_table(tmp_path: Path) -> None:
    text = backup_markdown(tmp_path / "b.duckdb", 2_500_000, None, ())
    assert "2.5 MB" in text
    assert "|" not in text


TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


@pytest.mark.parametrize(
    ("flow", "parameters", "said"),
    [
        (nightly, {"since": TOMORROW}, "is still to come"),
        (reprocess, {"until": TOMORROW}, "is still to come"),
        (report, {"since": "yesterday"}, "valid date"),
        (maintain, {"keep": 0}, "greater than or equal to 1"),
    ],
)
def test_parameters_that_make_no_sense_are_refused(flow: Any, parameters: dict[str, Any], said: str) -> None:  # noqa: ANN401 - flows of any shape
    with pytest.raises(ParameterTypeError, match=said):
        flow.validate_parameters(parameters)


def test_days_in_the_wrong_order_are_refused() -> None:
    refuse_reversed(None, date(2026, 1, 1))
    with pytest.raises(ConfigError, match="until 2026-01-01 lies before since 2026-01-02"):
        refuse_reversed(date(2026, 1, 2), date(2026, 1, 1))
