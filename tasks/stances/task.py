"""The Prefect task of the stances stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.articles.gather import read_response
from tasks.articles.reparse import Reparsed, reparse
from tasks.stances.extractor import extract_articles, load_extractor, reread_texts
from tasks.stances.records import Extraction

if TYPE_CHECKING:
    from config.settings import Settings
    from tasks.articles.records import EntryOutcome
    from tasks.articles.reparse import ArchivedPage
    from tasks.articles.saved import SavedPage
    from tasks.stances.records import StoredText


@task(
    name="extract stances",
    task_run_name="extract stances: batch {batch}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def extract_stances_task(
    outcomes: tuple[EntryOutcome, ...],
    settings: Settings,
    batch: int,  # noqa: ARG001 - names the run
) -> tuple[Extraction, ...]:
    """Return the extractions of a batch's articles."""
    articles = [outcome.article for outcome in outcomes if outcome.article]
    return extract_articles(articles, load_extractor(settings.min_confidence, settings.names_model))


@task(name="read saved pages", task_run_name="read saved pages", cache_policy=NO_CACHE, persist_result=False)
def read_saved_task(
    pages: tuple[SavedPage, ...], settings: Settings
) -> tuple[tuple[EntryOutcome, ...], tuple[Extraction, ...]]:
    """Return what pages from files became, and the extractions of their articles."""
    outcomes = tuple(read_response(one.entry, one.response) for one in pages)
    articles = [outcome.article for outcome in outcomes if outcome.article]
    extractor = load_extractor(settings.min_confidence, settings.names_model)
    return outcomes, extract_articles(articles, extractor)


@task(
    name="read stored texts anew",
    task_run_name="read stored texts anew",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def reread_texts_task(texts: tuple[StoredText, ...], settings: Settings) -> tuple[Extraction, ...]:
    """Return the extractions of stored texts."""
    return reread_texts(texts, load_extractor(settings.min_confidence, settings.names_model))


@task(
    name="parse archived pages anew",
    task_run_name="parse archived pages anew",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def reparse_task(
    pages: tuple[ArchivedPage, ...], settings: Settings
) -> tuple[tuple[Reparsed, ...], tuple[Extraction, ...]]:
    """Return what the present reader makes of archived pages, and the extractions of what that changes.

    What is no article any more has an extraction without stances.
    """
    reparsed = tuple(reparse(page, settings.archive_folder) for page in pages)
    extractor = load_extractor(settings.min_confidence, settings.names_model)
    new = [one.article for one in reparsed if one.article and one.state in {"changed", "taken"}]
    emptied = (one.page.stored for one in reparsed if one.state == "refused")
    empty = (Extraction(one.article_id, extractor.version, ()) for one in emptied if one)
    return reparsed, (*extract_articles(new, extractor), *empty)
