"""What the tables stage yields: the findings of checks, and the report of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.feeds.records import Outcome

RunState = Literal["running", "complete", "failed", "abandoned"]
Severity = Literal["error", "warn"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one data check found: `bad_count` rows that should not be, one of them as `sample`."""

    name: str
    severity: Severity
    bad_count: int
    sample: str | None


@dataclass(frozen=True, slots=True)
class FeedVisit:
    """One visit to a feed: `seen_count` items, of which `new_count` were entries never seen before."""

    feed_id: str
    outcome: Outcome
    status: int | None
    reason: str
    detail: str
    seen_count: int
    new_count: int
    rejected_count: int


@dataclass(frozen=True, slots=True)
class LanguageCount:
    """How many articles of a language a run loaded."""

    language: str
    article_count: int


@dataclass(frozen=True, slots=True)
class RejectionCount:
    """How many inputs a run rejected at a stage for one reason, with some of them as `samples`."""

    stage: str
    reason: str
    count: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DyadCount:
    """What a run found of one holder toward one target; `net` is (for - against) / all."""

    holder_code: str
    target_code: str
    stance_count: int
    net: float


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did.

    `new_count` entries were met for the first time; `loaded_count`, `rejected_count` and
    `retry_count` say what became of those it worked off; `pending_count` wait in the ledger.
    `dyads` are the most frequent ones. Of `revisit_count` entries asked for again `revised_count` say
    something else now.
    """

    run_id: int
    flow_run: str | None
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    visits: tuple[FeedVisit, ...]
    new_count: int
    loaded_count: int
    rejected_count: int
    retry_count: int
    pending_count: int
    languages: tuple[LanguageCount, ...]
    stance_count: int
    rejections: tuple[RejectionCount, ...]
    checks: tuple[CheckResult, ...]
    dyads: tuple[DyadCount, ...]
    revisit_count: int = 0
    revised_count: int = 0

    @property
    def fetched(self) -> tuple[FeedVisit, ...]:
        """The visits that brought a feed."""
        return tuple(visit for visit in self.visits if visit.outcome == "fetched")

    @property
    def unchanged(self) -> tuple[FeedVisit, ...]:
        """The visits to feeds without news."""
        return tuple(visit for visit in self.visits if visit.outcome == "unchanged")

    @property
    def failed(self) -> tuple[FeedVisit, ...]:
        """The visits that failed, with their reasons."""
        return tuple(visit for visit in self.visits if visit.outcome == "failed")

    @property
    def skipped(self) -> tuple[FeedVisit, ...]:
        """The visits left out, with their reasons."""
        return tuple(visit for visit in self.visits if visit.outcome == "skipped")

    @property
    def failing(self) -> tuple[FeedVisit, ...]:
        """The visits that failed, and then those left out since the feed failed before."""
        return (*self.failed, *(visit for visit in self.skipped if visit.reason != "fresh"))

    @property
    def failed_share(self) -> float:
        """The share of feeds that are failing, in [0, 1]."""
        return len(self.failing) / len(self.visits) if self.visits else 0.0

    @property
    def moved(self) -> tuple[FeedVisit, ...]:
        """The visits to feeds whose address in the list is out of date; their details say the new one."""
        return tuple(visit for visit in self.visits if visit.detail and not visit.reason)

    @property
    def seen_count(self) -> int:
        """All items of all feeds."""
        return sum(visit.seen_count for visit in self.visits)

    @property
    def article_count(self) -> int:
        """The articles loaded, of every language."""
        return sum(one.article_count for one in self.languages)

    @property
    def errors(self) -> tuple[CheckResult, ...]:
        """The checks that found the tables wrong; none in a sound warehouse."""
        return tuple(one for one in self.checks if one.severity == "error" and one.bad_count)
