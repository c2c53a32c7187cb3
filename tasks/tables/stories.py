"""Stories: copies of one report, found by what their texts share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.store import append_rows, open_warehouse, run_sql, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

CONTAINMENT = 0.5  # share of the shorter text's shingles
FEWEST_SHARED = 8  # sampled shingles: about 30 words in a row
FEWEST_NUMBERS, SAME_NUMBERS = 5, 0.5  # with less of so many in common, a text is a form filled in anew


def assign_stories(warehouse: Path, now: datetime, story_days: int) -> int:
    """Return how many articles got their story now: that of the article they have most in common with.

    An article without a like is a story of its own. Compared are articles published within `story_days`
    days. What has a story keeps it; which other articles are loaded in the same run, in which order, does
    not matter.
    """
    with open_warehouse(warehouse) as connection, transaction(connection):
        waiting = [row[0] for row in run_sql(connection, "queries/storyless")]
        alike = run_sql(
            connection,
            "queries/alike",
            fewest=FEWEST_SHARED,
            containment=CONTAINMENT,
            fewest_numbers=FEWEST_NUMBERS,
            same_numbers=SAME_NUMBERS,
            story_days=story_days,
        )
        run_sql(connection, "loads/stage_stories")
        append_rows(connection, "in_story", stories_of(waiting, alike).items())
        run_sql(connection, "loads/story")
        run_sql(connection, "loads/forget_shingles", now=now, story_days=story_days)
    return len(waiting)


def stories_of(
    waiting: Sequence[int], alike: Iterable[tuple[int, int, float, int | None]]
) -> Mapping[int, int]:
    """Return the story of each waiting article, the first of them first.

    `alike` has article, other article, containment and the other's story, the best likeness of an article
    first. An article joins the first other that has a story by then.
    """
    others: dict[int, list[tuple[int, int | None]]] = {}
    for article_id, other_id, _, story_id in alike:
        others.setdefault(article_id, []).append((other_id, story_id))
    stories: dict[int, int] = {}
    for article_id in waiting:
        known = (
            story_id if story_id is not None else stories.get(other_id)
            for other_id, story_id in others.get(article_id, ())
        )
        stories[article_id] = next((story for story in known if story is not None), article_id)
    return stories
