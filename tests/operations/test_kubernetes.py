"""The work pool for Kubernetes: Prefect's template with our volume, user and folder; a server takes it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import prefect
import pytest
import yaml

if TYPE_CHECKING:
    from operations.server import Site

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "kubernetes"
TEMPLATE: dict[str, Any] = json.loads((FOLDER / "work-pool.json").read_text(encoding="utf-8"))
WORKERS = Path(prefect.__file__).parent / "server/api/collections_data/views/aggregate-worker-metadata.json"
CHANGED = {"image", "finished_job_ttl", "memory_request", "memory_limit"}  # variables of another default


def prefects() -> dict[str, Any]:
    """Return the template that Prefect begins with."""
    workers = json.loads(WORKERS.read_text(encoding="utf-8"))
    template: dict[str, Any] = workers["prefect-kubernetes"]["kubernetes"]["default_base_job_configuration"]
    return template


def leaves(value: object, place: str = "") -> dict[str, object]:
    """Return by place all that a template says."""
    if isinstance(value, dict):
        parts = [(f"{place}.{name}", one) for name, one in value.items()]
    elif isinstance(value, list):
        parts = [(f"{place}[{number}]", one) for number, one in enumerate(value)]
    else:
        return {place: value}
    return {name: leaf for where, one in parts for name, leaf in leaves(one, where).items()}


def pod() -> dict[str, Any]:
    found: dict[str, Any] = TEMPLATE["job_configuration"]["job_manifest"]["spec"]["template"]["spec"]
    return found


def test_all_that_prefect_says_is_said() -> None:
    ours, theirs = leaves(TEMPLATE), leaves(prefects())
    defaults = {f".variables.properties.{name}.default" for name in CHANGED}
    assert {place: ours.get(place) for place in theirs} == theirs
    added = ours.keys() - theirs.keys()
    assert {place for place in added if place.startswith(".variables")} == defaults


def test_every_placeholder_is_a_variable() -> None:
    used = set(re.findall(r"{{ (\w+) }}", json.dumps(TEMPLATE["job_configuration"])))
    assert used == TEMPLATE["variables"]["properties"].keys()


def test_it_fits_the_image_and_the_volume() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    claim = yaml.safe_load((FOLDER / "volume.yaml").read_text(encoding="utf-8"))
    [container] = pod()["containers"]
    assert f"--uid {pod()['securityContext']['runAsUser']} " in image
    assert f"\nWORKDIR {container['workingDir']}\n" in image
    assert [one["mountPath"] for one in container["volumeMounts"]] == ["/data"]
    assert "GEOSTANCE_WAREHOUSE=/data/" in image
    assert pod()["volumes"][0]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert claim["spec"]["accessModes"] == ["ReadWriteOncePod"]
    assert TEMPLATE["variables"]["properties"]["image"]["default"] == f"geostance:{version}"


def test_the_pool_is_that_of_the_deployments() -> None:
    project = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    [pool] = {one["work_pool"]["name"] for one in project["deployments"]}
    docs = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert f"prefect work-pool create {pool} --type kubernetes" in docs


@pytest.mark.slow
def test_a_server_takes_it(site: Site) -> None:
    pool = {"name": "geostance-k8s", "type": "kubernetes", "base_job_template": TEMPLATE}
    made = site.ask("/work_pools/", pool)
    assert made["base_job_template"] == TEMPLATE
    site.ask("/work_pools/geostance-k8s", method="DELETE")
