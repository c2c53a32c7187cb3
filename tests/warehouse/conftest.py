"""A small published warehouse whose trends can be counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tasks.articles.records import Article, EntryOutcome
from tasks.feeds.records import Entry, FeedReading, FeedState
from tasks.stances.records import Extraction, Stance
from tasks.tables.load import load_batch, load_readings
from tasks.tables.publish import publish
from tasks.tables.runs import close_run, open_run
from warehouse.store import open_warehouse, query

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

INTENSITY = {"ACCUSE": -2.0, "THREATEN": -6.0, "REJECT": -4.0, "AGREE": 4.0, "SUPPORT": 3.5, "CONSULT": 1.0}
LOADED_AT = datetime(2022, 2, 1, 3, tzinfo=UTC)
REFERENCE = """
insert into core.feed values
    ('bbc', 'BBC', 'https://bbc.example/rss', 'bbc.example', 'GBR', 'en', 'daily', false, true),
    ('tass', 'TASS', 'https://tass.example/rss', 'tass.example', 'RUS', 'en', 'agency', true, true),
    ('ard', 'ARD', 'https://ard.example/rss', 'ard.example', 'DEU', 'en', 'broadcaster', false, true);
insert into core.actor values
    ('RUS', 'Russia', 'state', null), ('GBR', 'United Kingdom', 'state', null),
    ('DEU', 'Germany', 'state', null), ('NATO', 'NATO', 'alliance', null), ('BLOC', 'The Bloc', 'bloc', null);
insert into core.actor_alias values ('Moscow', 'RUS', null, null), ('Berlin', 'DEU', null, null);
insert into core.actor_member values
    ('BLOC', 'GBR', null, null), ('BLOC', 'DEU', null, date '2022-01-10');
insert into core.issue values ('minsk', 'Minsk agreements');
"""
# day, feed, language, then stances: holder, target or None, code, modality, confidence
Articles = tuple[tuple[date, str, str, tuple[tuple[str, str | None, str, Any, float], ...]], ...]
ARTICLES: Articles = (
    (
        date(2022, 1, 3), "bbc", "en",
        (
            ("RUS", "NATO", "ACCUSE", "asserted", 0.9),
            ("RUS", "NATO", "THREATEN", "intended", 0.8),
            ("GBR", "RUS", "ACCUSE", "asserted", 0.9),
        ),
    ),
    (
        date(2022, 1, 5), "tass", "en",
        (
            ("NATO", "RUS", "THREATEN", "asserted", 0.9),
            ("RUS", "NATO", "AGREE", "conditional", 0.6),
            ("RUS", None, "REJECT", "asserted", 0.9),
        ),
    ),
    (
        date(2022, 1, 11), "ard", "en",
        (("DEU", "RUS", "CONSULT", "asserted", 0.9), ("DEU", None, "SUPPORT", "asserted", 0.9)),
    ),
    (
        date(2022, 1, 25), "bbc", "en",
        (("RUS", "NATO", "SUPPORT", "asserted", 0.9), ("RUS", "NATO", "ACCUSE", "denied", 0.9)),
    ),
    (date(2022, 1, 26), "tass", "ru", ()),
)  # fmt: skip


def _article(number: int, day: date, language: str) -> Article:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    url = f"https://paper.example/{number}"
    return Article(
        number, url, url, f"Title {number}", (), at, day, "page", at, language, None, "x" * 60, 1,
        f"sha-{number}", None, None,
    )  # fmt: skip


def _stance(place: int, given: tuple[str, str | None, str, Any, float]) -> Stance:
    holder, target, code, modality, confidence = given
    issue = None if target else "the Minsk accords"
    return Stance(
        holder=holder, holder_code=holder, holder_role=None, target=target, target_code=target,
        target_role=None, issue=issue, issue_code="minsk" if issue else None, code=code,
        quad="V-COOP" if INTENSITY[code] > 0 else "V-CONF", polarity=1 if INTENSITY[code] > 0 else -1,
        intensity=INTENSITY[code], modality=modality, speaker=None, speaker_code=None,
        sentence=f"Sentence {place}.", start=place * 10, end=place * 10 + 10, confidence=confidence,
    )  # fmt: skip


def _state(feed: str) -> FeedState:
    if feed != "ard":
        return FeedState(feed, None, None)
    until = LOADED_AT + timedelta(hours=13)
    return FeedState(feed, None, None, "https://ard.example/rss", 1.25, until, "backing-off")


def fill(warehouse: Path, articles: Articles = ARTICLES) -> None:
    """Make a warehouse of one run from the articles; one feed failed in it."""
    run_id = open_run(warehouse, flow_run="flow-1", now=LOADED_AT)
    with open_warehouse(warehouse) as connection:
        connection.execute(REFERENCE)
    entries = [
        Entry(number, feed, f"https://{feed}.example/{number}", None, "t", "s", (), None)
        for number, (_, feed, *_) in enumerate(articles, 1)
    ]
    readings = tuple(
        FeedReading(
            feed, f"https://{feed}.example/rss", LOADED_AT, "failed" if feed == "ard" else "fetched", 200,
            "timeout" if feed == "ard" else "", "", _state(feed),
            tuple(entry for entry in entries if entry.feed_id == feed), (),
        )
        for feed in ("bbc", "tass", "ard")
    )  # fmt: skip
    load_readings(warehouse, run_id, readings)
    outcomes = tuple(
        EntryOutcome(entry, _article(entry.entry_id, day, language), None)
        for entry, (day, _, language, _) in zip(entries, articles, strict=True)
    )
    extractions = tuple(
        Extraction(number, "test-1", tuple(_stance(place, one) for place, one in enumerate(stances)))
        for number, (_, _, language, stances) in enumerate(articles, 1)
        if language == "en"
    )
    load_batch(warehouse, run_id, outcomes, extractions, LOADED_AT)
    close_run(warehouse, run_id, "complete", LOADED_AT)


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("warehouse") / "geostance.duckdb"
    fill(path)
    return path


@pytest.fixture(scope="session")
def published(warehouse: Path) -> Path:
    return publish(warehouse, warehouse.parent / "published", LOADED_AT)


@pytest.fixture(scope="session")
def ask(published: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """Return a function that asks the published copy for rows."""

    def asked(sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        return query(published, sql, parameters)[1]

    return asked
