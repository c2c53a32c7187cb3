"""The watch list: which relations and matters the report follows, and what happened meanwhile."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads the annotations when the module runs
import re
from pathlib import Path  # noqa: TC003 - likewise

from pydantic import BaseModel, ConfigDict, Field

from config.yamlfile import load_yaml, shaped

CODE = r"^[A-Z][A-Z0-9_-]*(?: members| [A-Z]{3})?$"
MEMBERS = " members"
PART = re.compile(r"([A-Z]{3}) ([A-Z]{3})")


def actor_in(code: str) -> str:
    """Return the actor in a code: NATO of 'NATO members', IRN of 'IRN OPP'; other codes as they are."""
    part = PART.fullmatch(code)
    return part[1] if part else code.removesuffix(MEMBERS)


class Dyad(BaseModel):
    """A holder and the target that its stances are toward: codes of actors, as `find_actor` tells them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    holder: str = Field(pattern=CODE)
    target: str = Field(pattern=CODE)


class Event(BaseModel):
    """What happened on a UTC day; it is marked in every trend that reaches to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: dt.date
    name: str = Field(min_length=1, max_length=80)


class WatchList(BaseModel):
    """What a report shows besides what moved by itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dyads: tuple[Dyad, ...] = ()
    issues: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()


def load_watch_list(path: Path) -> WatchList:
    """Return the watch list; raises ConfigError in one line that names file, line and key."""
    file = load_yaml(path)
    return shaped(file, WatchList) if file.value is not None else WatchList()
