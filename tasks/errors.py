"""The errors of the stages.

    GeostanceError            anything geostance raises on purpose
    ├── ConfigError           a setting, feed list or gazetteer is wrong: stops the run, exit code 2
    ├── FetchError            one URL could not be fetched: costs that feed or entry
    ├── FeedError             bytes that are no feed: costs that feed
    ├── ArticleError          a page without an article: costs that entry
    ├── ModelError            the model is missing or broken: stops the run
    ├── TooManyFeedsFailedError  more feeds failed than tolerated: the run is loaded, then fails, exit code 1
    └── WarehouseError        the warehouse cannot be opened, migrated or trusted: stops the run
        └── WarehouseBusyError    another process is writing

`FetchError`, `FeedError` and `ArticleError` carry a `reason` (a short stable code such as
``http-404``, see `Rejection`) and never leave their stage: its task turns them into values.
"""

from __future__ import annotations


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


class TooManyFeedsFailedError(GeostanceError):
    """More feeds failed than the settings tolerate; what the others gave is loaded all the same."""

    def __init__(self, failed_share: float, tolerated_share: float) -> None:
        """Keep both shares, in [0, 1]."""
        super().__init__(
            f"{failed_share:.0%} of the feeds failed, {tolerated_share:.0%} are tolerated"
            " (tolerated_failed_share); 'geostance feeds check' shows why"
        )
        self.failed_share = failed_share
        self.tolerated_share = tolerated_share


class _ReasonedError(GeostanceError):
    """An expected failure of one feed, page or entry."""

    def __init__(self, subject: str, reason: str, detail: str = "") -> None:
        """Keep the URL or id it is about, a stable reason code and the detail for people."""
        super().__init__(f"{subject}: {reason}" + (f" ({detail})" if detail else ""))
        self.subject = subject
        self.reason = reason
        self.detail = detail


class FetchError(_ReasonedError):
    """One URL could not be fetched."""


class FeedError(_ReasonedError):
    """The bytes fetched are no feed."""


class ArticleError(_ReasonedError):
    """The page holds no article."""
