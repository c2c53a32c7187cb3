"""What a report is made of: figures with the sentences behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from config.watch import Event

COUNTED = {"stance": ("stance", "stances"), "article": ("article", "articles"), "story": ("story", "stories")}
Z95 = 1.959964  # two-sided 95 % of the normal distribution


@dataclass(frozen=True, slots=True)
class Sentence:
    """One stance as evidence; `day` is UTC, `url` the article's address."""

    day: date
    holder: str
    target: str | None
    code: str
    polarity: int
    modality: str
    speaker: str | None
    sentence: str
    feed: str
    title: str
    url: str

    @property
    def link(self) -> str | None:
        """The address, where it is one that a browser may follow: feeds write what they like."""
        return self.url if self.url.startswith(("https://", "http://")) else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Some of the sentences behind a figure, under a `key` that is unique in the report; `total` of all."""

    key: str
    title: str
    sentences: tuple[Sentence, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Point:
    """A period of a trend: `net` is (for - against) / all in [-1, 1], None for a gap."""

    period: date
    n: int
    n_pos: int
    n_neg: int
    coverage: int
    evidence: Evidence | None

    @property
    def net(self) -> float | None:
        """The balance of the stances; None where there are none."""
        return (self.n_pos - self.n_neg) / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the balance: Wilson's (1927) of the share that is for, put on [-1, 1]."""
        if not self.n:
            return -1.0, 1.0
        share, spread = self.n_pos / self.n, Z95**2 / self.n
        middle = (share + spread / 2) / (1 + spread)
        half = Z95 * math.sqrt(share * (1 - share) / self.n + spread / (4 * self.n)) / (1 + spread)
        return 2 * (middle - half) - 1, 2 * (middle + half) - 1


@dataclass(frozen=True, slots=True)
class Trend:
    """How a relation moved, every period of the report in order."""

    key: str
    holder: str
    target: str
    points: tuple[Point, ...]

    @property
    def n(self) -> int:
        """The stances in all periods."""
        return sum(point.n for point in self.points)

    @property
    def last(self) -> Point | None:
        """The latest period that has a stance."""
        return next((point for point in reversed(self.points) if point.n), None)


@dataclass(frozen=True, slots=True)
class Relation:
    """A trend by itself, from its first stance to its last, with the names of holder and target."""

    trend: Trend
    grain: str
    holder: str
    target: str
    published: datetime
    count_by: str = "stance"

    @property
    def counted(self) -> str:
        """What the trend counts, in words."""
        one, many = COUNTED[self.count_by]
        return f"{self.trend.n:,} {one if self.trend.n == 1 else many}"


@dataclass(frozen=True, slots=True)
class Mover:
    """A relation whose mean score, in [-1, 1], differs from that of as many days before."""

    holder: str
    target: str
    n_before: int
    n_now: int
    before: float
    now: float
    z: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Cell:
    """How a holder stands toward a target over the whole report; `net` in [-1, 1]."""

    n: int
    net: float
    evidence: Evidence

    @property
    def shade(self) -> int:
        """The balance in steps of a quarter, -4 to 4."""
        return round(self.net * 4)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Those who hold and meet most stances, toward each other; None where there is no stance."""

    holders: tuple[str, ...]
    targets: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Camp:
    """One side of a matter (for, mixed, against): holders and how many stances each took."""

    name: str
    holders: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """Who is for a matter and who against."""

    name: str
    camps: tuple[Camp, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Press:
    """A relation as the press of one country tells it; `net` in [-1, 1], `gap` from all other press."""

    country: str
    n: int
    net: float
    gap: float | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A relation, and how the press of each country tells it."""

    holder: str
    target: str
    presses: tuple[Press, ...]


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed does; `trouble` says what is wrong, empty where nothing is."""

    name: str
    country: str
    new_entries: int
    loaded: int
    rejected: int
    trouble: str


@dataclass(frozen=True, slots=True)
class Read:
    """How many articles of a period stances were read from."""

    period: date
    articles: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page shows. `names` are the actors' by code; `unseen` was watched and never met."""

    published: datetime
    since: date
    until: date
    grain: str
    stances: int
    articles: int
    trends: tuple[Trend, ...]
    movers: tuple[Mover, ...]
    mover_days: int
    heat_map: HeatMap
    matters: tuple[Matter, ...]
    disagreements: tuple[Disagreement, ...]
    read: tuple[Read, ...]
    feeds: tuple[FeedState, ...]
    events: tuple[Event, ...]
    unseen: tuple[str, ...]
    names: dict[str, str]
