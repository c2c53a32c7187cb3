"""The feed list as a file that people edit: feeds are added at its end, and all else stays as it is."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from typing import TYPE_CHECKING

import yaml
from pydantic import ValidationError

from config.feeds import Feed, load_feeds
from config.yamlfile import parse_yaml
from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

LONGEST_ID = 60


def make_feed(fields: Mapping[str, object]) -> Feed:
    """Return the feed of these fields; raises ConfigError that names the first that is wrong."""
    try:
        return Feed.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        if first["type"] == "missing":
            raise ConfigError(f"{fields.get('url')}: its {name} is not known") from error
        raise ConfigError(f"{fields.get('url')}: {name} {fields.get(name)!r}: {first['msg']}") from error


def feed_id_for(name: str, taken: Collection[str]) -> str:
    """Return an id made of a name that no other feed has: ``Le Monde: Une`` is ``le-monde-une``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_ID - 4].strip("-") or "feed"
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (stem, *numbered) if one not in taken)


def append_feeds(path: Path, feeds: Iterable[Feed]) -> None:
    """Add feeds to the end of a list; the file is replaced in one step, or stays as it was.

    Raises ConfigError when the list is wrong, cannot be written, or would be wrong with them.
    """
    added = tuple(feeds)
    before = load_feeds(path)
    target = path.resolve()
    beside = target.with_name(f".{target.name}.new")
    try:
        text = target.read_bytes().decode("utf-8")
        beside.write_bytes(_extended(path, text, added).encode("utf-8"))
        _refuse_other(path, beside, (*before, *added))
        beside.chmod(target.stat().st_mode)
        beside.replace(target)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)


def _refuse_other(path: Path, written: Path, wanted: tuple[Feed, ...]) -> None:
    """Raise ConfigError when the file does not hold the list that it should."""
    try:
        held = load_feeds(written)
    except ConfigError as error:
        what = str(error).partition(": ")[2]  # a line of a file that there will not be
        raise ConfigError(f"{path}: nothing is added: {what}") from error
    if held != wanted:
        raise ConfigError(f"{path}: nothing can be added at its end; let it end with the last feed")


def _extended(path: Path, text: str, feeds: tuple[Feed, ...]) -> str:
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = [text if text.endswith("\n") else text + line_end]
    for feed in feeds:
        item = textwrap.indent(_item(feed), " " * _indentation(path, text))
        lines.append(line_end + item.replace("\n", line_end))
    return "".join(lines)


def _indentation(path: Path, text: str) -> int:
    """Return how far the items of the list are indented."""
    root = parse_yaml(path, text.removeprefix("\ufeff")).root
    items = root.value[0][1] if isinstance(root, yaml.MappingNode) else None
    if not isinstance(items, yaml.SequenceNode) or items.flow_style:
        raise ConfigError(f"{path}: feeds: is no list with one line for each '- id: ...'; make it one")
    return int(items.start_mark.column)


def _item(feed: Feed) -> str:
    """Return a feed as an item of a YAML list, without what goes without saying."""
    fields = feed.model_dump(exclude_defaults=True)
    return yaml.safe_dump([fields], sort_keys=False, allow_unicode=True, width=1000)
