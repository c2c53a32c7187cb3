"""Imports follow the data's way, and each library has one owner."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest
from prefect import Task

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("commands", "config", "flows", "newsroom", "operations", "report", "tasks", "warehouse")
LIBRARY_OWNERS = {
    "requests": ("tasks/feeds/fetch.py",),
    "urllib3": ("tasks/feeds/",),
    "dateparser": ("tasks/feeds/dates.py",),
    "feedparser": ("tasks/feeds/parse.py",),
    "protego": ("tasks/feeds/robots.py",),
    "bs4": ("tasks/articles/",),
    "trafilatura": ("tasks/articles/",),
    "warcio": ("tasks/articles/archive.py", "tasks/articles/warc.py"),
    "spacy": ("tasks/stances/",),
    "onnxruntime": ("tasks/stances/classifier.py",),
    "tokenizers": ("tasks/stances/classifier.py",),
    "duckdb": ("warehouse/",),
    "prefect": (
        "flows/",
        "tasks/feeds/task.py",
        "tasks/articles/task.py",
        "tasks/stances/task.py",
        "tasks/tables/task.py",
        "commands/prefect_setup.py",
        "commands/doctor.py",
    ),
    "sqlite3": ("tasks/articles/lookup.py",),
    "prefect_dask": ("flows/runners.py",),
    "resvg_py": ("report/png.py",),
    "typer": ("commands/",),
}
# What a layer may import of the project, besides itself, tasks.errors and config.
ALLOWED = {
    "config": (),
    "tasks.feeds": (),
    "tasks.articles": ("tasks.feeds",),
    "tasks.stances": ("tasks.feeds", "tasks.articles", "models"),
    "tasks.tables": ("tasks.feeds", "tasks.articles", "tasks.stances", "warehouse"),
    "warehouse": (),
    "newsroom": (),
    "operations": (),
    "report": ("warehouse",),
    "flows": ("tasks", "warehouse", "report"),
    "commands": ("tasks", "warehouse", "flows", "newsroom", "models", "operations", "report"),
}
FILES = [path for folder in PRODUCT for path in sorted((ROOT / folder).rglob("*.py"))]


def imports_of(path: Path) -> set[str]:
    """Return the absolute names of all modules a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def layer_of(module: str) -> str:
    """Return the layer of a module of ours: its stage for tasks, else its top folder."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "tasks" and len(parts) > 1 else parts[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_library_is_imported_by_its_owner_alone(path: Path) -> None:
    where = path.relative_to(ROOT).as_posix()
    libraries = {name.split(".")[0] for name in imports_of(path)}
    for library in libraries & LIBRARY_OWNERS.keys():
        assert where.startswith(LIBRARY_OWNERS[library]), f"{where} imports {library}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_datas_way(path: Path) -> None:
    module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    own = layer_of(module.removesuffix(".__init__"))
    if own in {"tasks", "tasks.errors"}:
        allowed: tuple[str, ...] = ("tasks.tables",)  # for the types of annotations alone
    else:
        allowed = (own, "config", "tasks.errors", *ALLOWED[own])
    for name in imports_of(path):
        if name.split(".")[0] in (*PRODUCT, "models", "tests"):
            assert layer_of(name) in allowed or name.split(".")[0] in allowed, f"{own} imports {name}"


def test_no_file_of_flows_hides_a_package() -> None:
    # Prefect puts flows/ first on sys.path for a file entrypoint: flows/config.py would hide config.
    names = {path.stem for path in (ROOT / "flows").glob("*.py")}
    assert not names & {*PRODUCT, *LIBRARY_OWNERS, "tests", "models"}


def test_no_task_has_a_tag() -> None:
    # Prefect asks the server for a slot of each before the task begins: see DESIGN.md.
    modules = [import_module(f"tasks.{path.parent.name}.task") for path in (ROOT / "tasks").glob("*/task.py")]
    tasks = [one for module in modules for one in vars(module).values() if isinstance(one, Task)]
    assert tasks
    assert {one.name for one in tasks if one.tags} == set()
