"""Values of YAML files, and errors that name file, line, key and what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict

from config.yamlfile import load_yaml, read_yaml
from tasks.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


class Fruit(BaseModel):
    """A shape to read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    colour: Literal["red", "green"] = "red"
    weights: list[int] = []


def written(folder: Path, text: str) -> Path:
    path = folder / "fruit.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_as_the_shape_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "# two\n- name: pear\n  colour: green\n- {name: apple, weights: [1, 2]}\n")
    pear, apple = read_yaml(path, list[Fruit])
    assert (pear.name, pear.colour, apple.weights) == ("pear", "green", [1, 2])


BROKEN = [
    ("- name: pear\n  color: green\n", ":2: color: unknown key; allowed: name, colour, weights"),
    ("- name: pear\n- colour: red\n", ":2: name: this key is missing"),
    ("- name: pear\n  colour: blue\n", ":2: colour: input should be 'red' or 'green', not 'blue'"),
    ("- name: pear\n  weights:\n    - 1\n    - x\n", ":4: weights: input should be a valid integer"),
    ("- name: pear\n\n- name: [\n", ":4: malformed YAML: "),
    ("- name: pear\n  name: plum\n", ":2: name: stands twice"),
    ("name: pear\n", ":1: input should be a valid list"),
    ("", ":1: input should be a valid list"),
    ("- name: !!python/object:os.system x\n", ":1: malformed YAML: could not determine a constructor"),
]


@pytest.mark.parametrize(("text", "expected"), BROKEN, ids=[expected for _, expected in BROKEN])
def test_an_error_is_one_line_with_file_line_key_and_what_is_allowed(
    tmp_path: Path, text: str, expected: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_yaml(path, list[Fruit])
    message = str(caught.value)
    assert message.startswith(f"{path}{expected}")
    assert "\n" not in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.yaml: cannot be read: No such file"):
        load_yaml(tmp_path / "gone.yaml")


def test_bytes_that_are_no_utf8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("name: caf\u00e9".encode("latin-1"))
    with pytest.raises(ConfigError, match="byte 9 is no UTF-8"):
        load_yaml(path)


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert load_yaml(written(tmp_path, "\ufeffname: pear\n")).value == {"name": "pear"}


def test_lines_are_those_of_the_nearest_key_that_is_there(tmp_path: Path) -> None:
    file = load_yaml(written(tmp_path, "a:\n  b:\n    - c: 1\n    - d: 2\n"))
    assert [file.line_of(place) for place in [(), ("a",), ("a", "b", 1), ("a", "b", 1, "x"), ("z",)]] == [
        1, 1, 4, 4, 1,
    ]  # fmt: skip


def test_an_anchor_inside_itself_does_not_hang(tmp_path: Path) -> None:
    assert load_yaml(written(tmp_path, "a: &loop\n  b: *loop\n")).value


def test_norway_and_on_are_words(tmp_path: Path) -> None:
    file = load_yaml(written(tmp_path, "[NO, on, yes, true, False]\n"))
    assert file.value == ["NO", "on", "yes", True, False]


def test_a_date_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "picked: 2022-02-30T08:00:00Z\n")
    with pytest.raises(ConfigError, match=r"fruit\.yaml:1: picked: .*day value"):
        read_yaml(path, dict[str, AwareDatetime])


def test_control_characters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="malformed YAML: unacceptable character"):
        load_yaml(written(tmp_path, "name: pe\x07ar\n"))
