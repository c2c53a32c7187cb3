"""Reference data: feeds, actors and matters as the configuration has them now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.tables import reference_rows as rows
from warehouse.store import append_rows, open_warehouse, run_sql, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def sync_reference(
    warehouse: Path, feeds: Iterable[rows.ListedFeed], gazetteer: rows.ListedGazetteer
) -> None:
    """Bring feeds, actors and matters up to the configuration; what did not change is not touched.

    A feed, actor or matter that left the configuration stays for what refers to it; names and
    memberships go.
    """
    with open_warehouse(warehouse) as connection, transaction(connection):
        run_sql(connection, "loads/stage_reference")
        append_rows(connection, "in_feed", rows.feed_rows(feeds))
        append_rows(connection, "in_actor", rows.actor_rows(gazetteer))
        append_rows(connection, "in_actor_alias", rows.alias_rows(gazetteer))
        append_rows(connection, "in_actor_member", rows.member_rows(gazetteer))
        append_rows(connection, "in_issue", rows.issue_rows(gazetteer))
        for table in ("feed", "actor", "actor_alias", "actor_member", "issue"):
            run_sql(connection, f"loads/{table}")
