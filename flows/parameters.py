"""What runs of several flows have in common: days that the UI's form checks, names by day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

from prefect.runtime import flow_run
from pydantic import AfterValidator

from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable


def today_or_before(day: date | None) -> date | None:
    """Return the day. Raises ValueError for one that is still to come."""
    if day is not None and day > datetime.now(UTC).date():
        raise ValueError(f"{day} is still to come")
    return day


PastDay = Annotated[date | None, AfterValidator(today_or_before)]


def refuse_reversed(since: date | None, until: date | None) -> None:
    """Raise ConfigError where a range of days ends before it begins."""
    if since and until and until < since:
        raise ConfigError(f"until {until} lies before since {since}")


def dated(name: str) -> Callable[[], str]:
    """Return what names a flow's runs: by the UTC day on which each was due."""

    def name_of_run() -> str:
        due = flow_run.scheduled_start_time or datetime.now(UTC)
        return f"{name} {due:%Y-%m-%d}"

    return name_of_run
