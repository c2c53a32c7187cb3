"""`extract` and `code`: texts in, stances out, and what is said of bad input."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Shell

    Run = Callable[..., Shell]

TEXT = (
    "Berlin said no.\n\nRussia condemned the United States on Friday. Sweden signed a treaty with Finland.\n"
)
KEYS = [
    *("holder", "holder_code", "holder_role", "target", "target_code", "target_role", "issue", "issue_code"),
    *("code", "quad", "polarity", "intensity", "modality", "speaker", "speaker_code", "sentence"),
    *("start", "end", "confidence"),
]


def stances(shell: Shell) -> list[dict[str, Any]]:
    assert shell.code == 0, shell.err
    return [json.loads(line) for line in shell.out.splitlines()]


def test_stances_have_every_field_and_prove_themselves(geostance: Run) -> None:
    found = stances(geostance("extract", "--format", "jsonl", stdin=TEXT))
    assert [list(one) for one in found] == [KEYS] * len(found)
    for one in found:
        assert TEXT[one["start"] : one["end"]] == one["sentence"]
        assert one["holder"] in one["sentence"]
        assert 0.5 <= one["confidence"] <= 1
    dyads = {(one["holder_code"], one["code"], one["target_code"], one["polarity"]) for one in found}
    assert ("RUS", "ACCUSE", "USA", -1) in dyads
    assert {one[0] for one in dyads if one[3] == 1} <= {"SWE", "FIN"}


def test_the_least_confidence_of_the_settings_holds(geostance: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOSTANCE_MIN_CONFIDENCE", "1")
    assert not stances(geostance("extract", "--format", "jsonl", stdin=TEXT))


def test_a_pipe_gets_json_lines(geostance: Run) -> None:
    assert stances(geostance("extract", stdin=TEXT)) == stances(
        geostance("extract", "--format", "jsonl", stdin=TEXT)
    )


def test_the_table_shows_who_toward_whom(geostance: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "150")
    shown = geostance("extract", "--format", "table", stdin=TEXT).out
    assert "RUS" in shown
    assert "ACCUSE" in shown
    assert "USA" in shown


def test_brackets_of_a_text_are_no_markup(geostance: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = "Russia condemned [sic] the United States [/b]."
    shown = geostance("extract", "--format", "table", stdin=text)
    assert shown.code == 0
    assert text in shown.out


def test_a_text_without_stances_says_so(geostance: Run) -> None:
    assert geostance("extract", "--format", "table", stdin="It rained.").out == "text: no stance found\n"
    assert geostance("extract", "--format", "jsonl", stdin="It rained.").out == ""


def test_several_files_are_told_apart(geostance: Run, tmp_path: Path) -> None:
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_text(TEXT, encoding="utf-8")
    found = stances(geostance("extract", *paths))
    assert {one["file"] for one in found} == {str(path) for path in paths}


def test_crlf_offsets_are_those_of_the_file(geostance: Run, tmp_path: Path) -> None:
    path = tmp_path / "dos.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    text = path.read_bytes().decode()
    for one in stances(geostance("extract", path)):
        assert text[one["start"] : one["end"]] == one["sentence"]


def test_a_page_is_read_as_its_article(geostance: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    filler = "The ministers spoke for three hours about trade, travel and the weather in the region. " * 12
    path.write_text(
        "<!doctype html><html><head><title>T</title></head><body><nav>Menu</nav><article><h1>T</h1>"
        f"<p>Russia condemned the United States on Friday.</p><p>{filler}</p></article></body></html>",
        encoding="utf-8",
    )
    assert ("RUS", "USA") in {
        (one["holder_code"], one["target_code"]) for one in stances(geostance("extract", path))
    }


@pytest.mark.parametrize(
    ("stdin", "arguments", "said"),
    [
        (b"\xff\xfeabc", [], "geostance: -: byte 0 is no UTF-8; convert the file, e.g. with iconv\n"),
        (b"", ["/no/such/file"], "geostance: /no/such/file: cannot be read: No such file or directory\n"),
    ],
)
def test_unreadable_input_is_named(geostance: Run, stdin: bytes, arguments: list[str], said: str) -> None:
    shell = geostance("extract", *arguments, stdin=stdin)
    assert (shell.code, shell.err) == (2, said)


def pair(**changes: object) -> str:
    text = "Russia condemned the United States."
    return json.dumps({"id": 1, "text": text, "holder": [0, 6], "target": [17, 34]} | changes)


def test_code_keeps_order_and_ids(geostance: Run) -> None:
    lines = [pair(id="x"), "", pair(id=7, holder=[17, 34], target=[0, 6]), pair(id=None, target=None)]
    found = stances(geostance("code", stdin="\n".join(lines)))
    assert [one["id"] for one in found] == ["x", 7, None]
    assert found[0]["code"] == "ACCUSE"
    assert found[0]["polarity"] == -1
    assert found[1]["code"] == "NONE"
    assert found[1]["polarity"] == 0
    for one in found:
        assert list(one) == ["id", "code", "polarity", "confidence", "scores"]
        assert sum(one["scores"].values()) == pytest.approx(1, abs=0.01)
        assert max(one["scores"], key=one["scores"].get) == one["code"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "-:2: not a pair"),
        ("[]", "-:2: not a pair"),
        (pair(holder=None), "-:2: holder is null"),
        (pair(text=None), "-:2: not a pair (text is None, no string)"),
        (pair(holder=[0, 99]), "-:2: span [0, 99] is outside the text (0 to 35)"),
        (pair(holder=[6, 6]), "-:2: span [6, 6] is outside"),
        (pair(target="USA"), "-:2: not a pair ('USA' is no [start, end])"),
    ],
)
def test_a_wrong_line_is_named(geostance: Run, line: str, said: str) -> None:
    shell = geostance("code", stdin=f"{pair()}\n{line}\n")
    assert shell.code == 2
    assert shell.out == ""
    assert shell.err.startswith(f"geostance: {said}")
