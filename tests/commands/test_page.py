"""`report` and `trend --chart`: files that are written, and what is said where they cannot be."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tasks.tables.publish import publish
from tests.warehouse.conftest import LOADED_AT, fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Shell

    Run = Callable[..., Shell]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small warehouse, its published copy and a watch list."""
    folder = tmp_path_factory.mktemp("page")
    fill(folder / "geostance.duckdb")
    publish(folder / "geostance.duckdb", folder / "published", LOADED_AT)
    (folder / "watch.yaml").write_text("dyads:\n  - {holder: RUS, target: NATO}\n", encoding="utf-8")
    return folder


def test_a_report_is_written_beside_the_copies_or_where_told(geostance: Run, folder: Path) -> None:
    shell = geostance("report", "--warehouse", folder / "published", "--watch", folder / "watch.yaml")
    assert shell.code == 0, shell.err
    page = folder / "published" / "report.html"
    assert str(page) in shell.out.replace("\n", "")
    assert "RUS-NATO-2022-01-03" in page.read_text(encoding="utf-8")
    given = ("--out", folder / "new" / "a.html", "--since", "2022-01-24", "--watch", folder / "watch.yaml")
    assert geostance("report", "--warehouse", folder / "published", *given).code == 0
    assert "RUS-NATO-2022-01-03" not in (folder / "new" / "a.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in (folder / "new").iterdir()) == ["a.html"]


def test_what_a_report_cannot_follow_is_named(geostance: Run, folder: Path) -> None:
    (folder / "typo.yaml").write_text("dyads:\n  - {holder: RUS, target: NATTO}\n", encoding="utf-8")
    shell = geostance("report", "--warehouse", folder / "published", "--watch", folder / "typo.yaml")
    assert shell.code == 2
    assert "no actor has the code 'NATTO'; nearest: NATO" in shell.err
    missing = geostance("report", "--warehouse", folder / "published", "--watch", folder / "none.yaml")
    assert missing.code == 2
    assert "none.yaml" in missing.err


def test_a_place_that_takes_no_file_is_named(geostance: Run, folder: Path) -> None:
    (folder / "file").write_text("", encoding="utf-8")
    given = ("--watch", folder / "watch.yaml", "--out", folder / "file" / "report.html")
    shell = geostance("report", "--warehouse", folder / "published", *given)
    assert shell.code == 2
    assert "cannot be written" in shell.err


@pytest.mark.parametrize(
    ("suffix", "start"), [(".svg", b"<svg xmlns="), (".png", b"\x89PNG"), (".HTML", b"<!doctype html>")]
)
def test_a_trend_is_drawn_as_its_suffix_says(geostance: Run, folder: Path, suffix: str, start: bytes) -> None:
    file = folder / "charts" / f"trend{suffix}"
    shell = geostance("trend", "RUS", "NATO", "--warehouse", folder / "published", "--chart", file)
    assert (shell.code, shell.err) == (0, "")
    assert shell.out.startswith("RUS → NATO by week")
    assert file.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("target", "name", "reason"),
    [
        ("NATO", "trend.pdf", "trend.pdf: a chart is drawn as .svg, .png, .html"),
        ("NATO", "trend", "a chart is drawn as .svg, .png, .html"),
        ("DEU", "trend.svg", "RUS → DEU: no stance in the warehouse, so nothing to draw"),
    ],
)
def test_what_cannot_be_drawn_leaves_no_file(
    geostance: Run, folder: Path, target: str, name: str, reason: str
) -> None:
    asked = ("trend", "RUS", target, "--warehouse", folder / "published", "--chart", folder / name)
    shell = geostance(*asked)
    assert shell.code == 2
    assert reason in shell.err
    assert not (folder / name).exists()


def test_a_png_without_its_library_tells_how_to_get_it(
    geostance: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    asked = ("trend", "RUS", "NATO", "--warehouse", folder / "published", "--chart", folder / "without.png")
    shell = geostance(*asked)
    assert shell.code == 2
    assert "pip install 'geostance[png]'" in shell.err
    assert not (folder / "without.png").exists()
