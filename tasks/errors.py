"""The errors of the stages.

    GeostanceError            anything geostance raises on purpose
    ├── ConfigError           a setting, feed list or gazetteer is wrong: stops the run, exit code 2
    ├── FetchError            one URL could not be fetched: costs that feed or entry
    ├── FeedError             bytes that are no feed: costs that feed
    ├── ArticleError          a page without an article: costs that entry
    ├── ModelError            the model is missing or broken: stops the run
    ├── TooManyFeedsFailedError  more feeds failed than tolerated: loaded, published, exit code 1
    ├── DataCheckError        a data check found the tables wrong: loaded, not published, exit code 1
    └── WarehouseError        the warehouse cannot be opened, migrated or trusted: stops the run
        └── WarehouseBusyError    another process is writing

`FetchError`, `FeedError` and `ArticleError` carry a `reason` (a short stable code such as
``http-404``, see `Rejection`) and never leave their stage: its task turns them into values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.tables.records import RunReport


class GeostanceError(Exception):
    """Anything geostance raises on purpose; its text is fit to be shown to a user."""


class ConfigError(GeostanceError):
    """A configuration file or setting is wrong; the text names file, line, key and what is allowed."""


class WarehouseError(GeostanceError):
    """The warehouse cannot be opened, migrated or trusted."""


class WarehouseBusyError(WarehouseError):
    """Another process holds the warehouse; the text names it."""


class ModelError(GeostanceError):
    """The stance model is missing or broken."""


class OperationsError(GeostanceError):
    """Server or worker cannot be started or ended; the text says why and what to do."""


class _ReportedError(GeostanceError):
    """A run that is loaded, and failed all the same; `report` says what it did."""

    def __init__(self, message: str, report: RunReport) -> None:
        """Keep the report beside the message."""
        super().__init__(message)
        self.report = report


class TooManyFeedsFailedError(_ReportedError):
    """More feeds failed than the settings tolerate; what the others gave is loaded all the same."""

    def __init__(self, report: RunReport, tolerated_share: float) -> None:
        """Say how many failed, and how many may; the share is in [0, 1]."""
        super().__init__(
            f"{len(report.failing)} of {len(report.visits)} feeds failed, {tolerated_share:.0%} are tolerated"
            " (tolerated_failed_share); 'geostance feeds check' shows why",
            report,
        )


class DataCheckError(_ReportedError):
    """A data check found the tables wrong; nothing was published."""

    def __init__(self, report: RunReport) -> None:
        """Name the checks and how many rows each found."""
        found = ", ".join(f"{one.name} ({one.bad_count} rows, e.g. {one.sample})" for one in report.errors)
        super().__init__(f"the warehouse fails its data checks: {found}; nothing was published", report)


class _ReasonedError(GeostanceError):
    """An expected failure of one feed, page or entry."""

    def __init__(self, subject: str, reason: str, detail: str = "") -> None:
        """Keep the URL or id it is about, a stable reason code and the detail for people."""
        super().__init__(f"{subject}: {reason}" + (f" ({detail})" if detail else ""))
        self.subject = subject
        self.reason = reason
        self.detail = detail


class FetchError(_ReasonedError):
    """One URL could not be fetched; `retry_after_seconds` is how long its server wants to be left alone."""

    def __init__(
        self, subject: str, reason: str, detail: str = "", *, retry_after_seconds: float | None = None
    ) -> None:
        """Keep what the server asked for beside the reason."""
        super().__init__(subject, reason, detail)
        self.retry_after_seconds = retry_after_seconds


class FeedError(_ReasonedError):
    """The bytes fetched are no feed."""


class ArticleError(_ReasonedError):
    """The page holds no article."""
