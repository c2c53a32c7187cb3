"""YAML files of the configuration: their values, and the line of whatever is wrong in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

Location = tuple[str | int, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file's value as read, with the node tree that knows its lines."""

    path: Path
    value: object
    root: yaml.Node | None

    def line_of(self, location: Sequence[str | int]) -> int:
        """Return the line of a key or list item, of the nearest one above it where it is missing."""
        node, line = self.root, 1
        for step in location:
            found = _child(node, step)
            if found is None:
                continue  # pydantic names a union's branch here, which is no key of the file
            node, mark = found
            line = mark.line + 1
        return line

    def error(self, location: Sequence[str | int], message: str) -> ConfigError:
        """Return the error to raise: file, line and key in front of what is allowed there."""
        key = next((step for step in reversed(location) if isinstance(step, str)), "")
        return ConfigError(f"{self.path}:{self.line_of(location)}: {key + ': ' if key else ''}{message}")


def load_yaml(path: Path) -> YamlFile:
    """Return what a YAML file holds.

    Raises ConfigError, with file and line, for a file that is missing, no UTF-8, malformed, or
    says one key twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is no UTF-8") from error
    return parse_yaml(path, text)


def parse_yaml(path: Path, text: str) -> YamlFile:
    """Return what a text holds that stands at the start of a file; raises ConfigError like `load_yaml`."""
    try:
        loader = _Loader(text)
    except yaml.YAMLError as error:
        raise _syntax_error(path, error) from error
    try:
        root = loader.get_single_node()
        value = loader.construct_document(root) if root else None
    except yaml.YAMLError as error:
        raise _syntax_error(path, error) from error
    finally:
        loader.dispose()
    file = YamlFile(path, value, root)
    _refuse_repeated_keys(file)
    return file


def read_yaml(path: Path, shape: type[T]) -> T:
    """Return a file's value as `shape`: a pydantic model, or ``list[Model]`` and the like.

    Raises ConfigError in one line, such as ``feeds.yaml:12: langage: unknown key; allowed: id, ...``.
    """
    return shaped(load_yaml(path), shape)


def shaped(file: YamlFile, shape: type[T]) -> T:
    """Return the value of a file already loaded as `shape`; raises ConfigError like `read_yaml`."""
    adapter = TypeAdapter(shape)
    try:
        return adapter.validate_python(file.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise file.error(first["loc"], _message(first, adapter)) from error


_BASE: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times as fast
_TEXT = "tag:yaml.org,2002:str"
_NOT_TEXT = frozenset({"true", "True", "TRUE", "false", "False", "FALSE", "null", "Null", "NULL"})
_OLDER_WORDS = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"}


class _Loader(_BASE):  # type: ignore[misc]
    """Reads plain words as YAML 1.2 does: ``NO`` is Norway and ``on`` a word, not false and true.

    Dates stay words too, for pydantic to read: PyYAML's own dates fail without a line.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own attribute
        first: [one for one in pairs if one[0] not in _OLDER_WORDS]
        for first, pairs in _BASE.yaml_implicit_resolvers.items()
    }

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        """Return the tag of a node; what begins with a letter is text but for a few words.

        A third of the time that the gazetteer takes would go into trying each name as a number.
        """
        if kind is yaml.ScalarNode and implicit[0] and value[:1].isalpha() and value not in _NOT_TEXT:
            return _TEXT
        tag: str = super().resolve(kind, value, implicit)
        return tag


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def _syntax_error(path: Path, error: yaml.YAMLError) -> ConfigError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    where = f":{mark.line + 1}" if mark else ""
    return ConfigError(f"{path}{where}: malformed YAML: {problem}")


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Mark] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark
    return None


def _refuse_repeated_keys(file: YamlFile) -> None:
    """YAML lets the last of two equal keys win, which hides the first: raise instead."""
    waiting = [file.root] if file.root else []
    met: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in met:  # an anchor used again, perhaps inside itself
            continue
        met.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        if not isinstance(node, yaml.MappingNode):
            continue
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise ConfigError(f"{file.path}:{line}: {key.value}: stands twice; keep one of them")
            seen.add(key.value)
            waiting.append(value)


def _message(error: ErrorDetails, adapter: TypeAdapter[Any]) -> str:
    if error["type"] == "extra_forbidden":
        allowed = _keys_at(adapter, error["loc"][:-1])
        return f"unknown key; allowed: {', '.join(allowed)}" if allowed else "unknown key"
    if error["type"] == "missing":
        return "this key is missing"
    message = error["msg"][:1].lower() + error["msg"][1:]
    return f"{message}, not {error['input']!r}" if "input should" in message else message


def _keys_at(adapter: TypeAdapter[Any], location: Location) -> list[str]:
    """Return the keys that the model at a location has."""
    schema = adapter.json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    part: dict[str, Any] = schema
    for step in (*location, None):
        while "$ref" in part:
            part = definitions[part["$ref"].rsplit("/", 1)[-1]]
        if step is None:
            break
        below = part.get("items") if isinstance(step, int) else part.get("properties", {}).get(step)
        part = below or part.get("additionalProperties") or {}
    return list(part.get("properties", {}))
