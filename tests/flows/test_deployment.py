"""The deployments of prefect.yaml: every key is known, the flow loads, a scheduled run appears."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

import pytest
import yaml
from prefect.cli.deploy._models import (
    ConcurrencyLimitSpec,
    DeploymentConfig,
    PrefectYamlModel,
    RawScheduleConfig,
    WorkPoolConfig,
)
from prefect.flows import load_flow_from_entrypoint

if TYPE_CHECKING:
    from pydantic import BaseModel

    from tests.flows.server import Prefect

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
SCHEDULING_SECONDS = 90


def unknown_keys(value: dict[str, Any], model: type[BaseModel]) -> set[str]:
    """Return the keys that Prefect would drop without a word."""
    known = {name for field, info in model.model_fields.items() for name in (field, info.alias)}
    return set(value) - known


def test_prefect_knows_every_key() -> None:
    assert unknown_keys(PROJECT, PrefectYamlModel) == set()
    for deployment in PROJECT["deployments"]:
        assert unknown_keys(deployment, DeploymentConfig) == set()
        assert unknown_keys(deployment["work_pool"], WorkPoolConfig) == set()
        assert unknown_keys(deployment["concurrency_limit"], ConcurrencyLimitSpec) == set()
        for schedule in deployment["schedules"]:
            assert unknown_keys(schedule, RawScheduleConfig) == set()


def test_a_misspelt_key_would_be_noticed() -> None:
    assert unknown_keys({"name": "x", "entry_point": "y"}, DeploymentConfig) == {"entry_point"}


@pytest.mark.parametrize("deployment", PROJECT["deployments"], ids=lambda one: one["name"])
def test_the_flow_loads_and_takes_the_parameters(deployment: dict[str, Any]) -> None:
    flow = load_flow_from_entrypoint(deployment["entrypoint"], use_placeholder_flow=False)
    flow.validate_parameters(deployment["parameters"])
    assert flow.description
    assert set(deployment["parameters"]) <= set(flow.parameters.properties)
    # The form in the UI shows what the docstring says of each.
    assert all(shape.get("description") for shape in flow.parameters.properties.values())
    assert deployment["description"]
    assert deployment["tags"] == ["geostance", flow.name]
    assert deployment["concurrency_limit"]["limit"] == 1


@pytest.mark.slow
def test_deploying_schedules_the_next_night(prefect: Prefect) -> None:
    def run(*arguments: str) -> None:
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        done = subprocess.run(
            command, env=dict(prefect.environment), cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    run("work-pool", "create", "--type", "process", "geostance")
    run("deploy", "--all")
    deployment = prefect.get("/deployments/name/nightly/nightly")
    assert deployment["entrypoint"] == "flows.nightly.nightly"
    assert deployment["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    # The server refuses what the form refuses, before anything runs.
    keep_none = {"parameters": {"keep": 0}}
    maintain = prefect.get("/deployments/name/maintain/maintain")
    with pytest.raises(HTTPError, match="409"):
        prefect.get(f"/deployments/{maintain['id']}/create_flow_run", keep_none)
    wanted = {
        "flow_runs": {
            "state": {"type": {"any_": ["SCHEDULED"]}},
            "deployment_id": {"any_": [deployment["id"]]},
        }
    }
    deadline = time.monotonic() + SCHEDULING_SECONDS
    runs: list[dict[str, Any]] = []
    while not runs and time.monotonic() < deadline:
        runs = prefect.get("/flow_runs/filter", wanted)
        time.sleep(0.5)
    assert {run["expected_start_time"][11:16] for run in runs} == {"02:30"}
