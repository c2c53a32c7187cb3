"""The published copy that the reading commands open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tasks.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Published:
    """A published copy; `path` is its DuckDB file."""

    path: Path


def read_published(path: Path | None) -> Published:
    """Return the copy asked for, else that of the settings.

    `path` may be a published file, its folder, or the warehouse beside which it was published.
    Raises ConfigError where nothing has been published yet.
    """
    from config.settings import load_settings

    settings = load_settings()
    asked = path or settings.published_folder
    places = (
        asked / "current" / "geostance.duckdb",
        asked.parent / "published" / "current" / "geostance.duckdb",
    )
    for place in places if path is None or asked.is_dir() else (*places[1:], asked):
        if place.is_file():
            return Published(place)
    raise ConfigError(
        f"{asked}: nothing is published there yet; run 'geostance ingest' or 'geostance demo' first"
    )
