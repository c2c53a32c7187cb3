"""The published copy becomes a report: every figure by the table macros that analysts use."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from config.watch import actor_in
from report.records import (
    Camp,
    Cell,
    Disagreement,
    FeedState,
    HeatMap,
    Matter,
    Mover,
    Press,
    Read,
    Report,
    Trend,
)
from report.rows import evidence_of, key_of, rows_of
from report.trend import ask_trend
from tasks.errors import ConfigError, WarehouseError
from warehouse.store import open_reader, query, read_sql, suggest_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from config.watch import Dyad, WatchList
    from report.rows import Row
    from warehouse.store import Connection

SHOWN = 5  # sentences behind one figure; the page says how many more there are
WEEKS = 26  # shown unless a first day is given
MONTHS = timedelta(weeks=13)  # a span of less has weeks, however few stances they hold
LONG = timedelta(weeks=60)  # a longer span is shown by month
LEAST_A_WEEK = 3  # stances of a relation, on average of the weeks that have any; else by month
HEAT = 12  # holders, and targets, of the heat map
MOVERS = 10
CAMPS = ("for", "mixed", "against")


def make_report(published: Path, watch: WatchList, since: date | None, until: date | None) -> Report:
    """Return the report on a published copy, from `since` to `until` (UTC days, both included).

    It begins with the first day of the week or month that `since` falls in, so that no point is of a part.
    Without `until` it ends with the last day that was read, without `since` half a year before.
    Raises ConfigError for a watched code that no actor has, WarehouseError where nothing was read.
    """
    _refuse_unknown_codes(published, watch)
    with open_reader(published) as connection:
        return _Question(connection, published, watch).answer(since, until)


def _refuse_unknown_codes(published: Path, watch: WatchList) -> None:
    actors = {row[0] for row in query(published, "select code from core.actor")[1]}
    for dyad in watch.dyads:
        for code in (dyad.holder, dyad.target):
            if actor_in(code) not in actors:
                near = ", ".join(suggest_codes(published, code))
                hint = f"; nearest: {near}" if near else ""
                raise ConfigError(f"watch list: no actor has the code {code!r}{hint}")
    matters = {row[0] for row in query(published, "select code from core.issue")[1]}
    for code in watch.issues:
        if code not in matters:
            raise ConfigError(f"watch list: no matter has the code {code!r}; see config/issues.yaml")


class _Question:
    """One report in the making: a connection, and the span once it is known."""

    def __init__(self, connection: Connection, published: Path, watch: WatchList) -> None:
        self.connection, self.published, self.watch = connection, published, watch
        self.since, self.until, self.grain = date.min, date.max, "week"

    def answer(self, since: date | None, until: date | None) -> Report:
        """Return the report."""
        [info] = self._rows("from snapshot_info")
        self._settle_span(since, until)
        trends = [self._trend(dyad) for dyad in self.watch.dyads]
        if self.grain == "week" and self.until - self.since >= MONTHS and _is_sparse(trends):
            self._set_grain("month")
            trends = [self._trend(dyad) for dyad in self.watch.dyads]
        read = [
            Read(row["period"], row["extracted"])
            for row in self._rows(
                "from coverage(grain := $grain, since := $since, until := $until)", grain=self.grain
            )
        ]
        matters = [self._matter(code) for code in self.watch.issues]
        unseen = [
            f"{one.holder} → {one.target}"
            for one, found in zip(self.watch.dyads, trends, strict=True)
            if not found.n
        ]
        unseen += [code for code, found in zip(self.watch.issues, matters, strict=True) if found is None]
        met = tuple(one for one in trends if one.n)
        days = 7 if self.grain == "week" else 28
        return Report(
            published=info["published_utc"],
            since=self.since,
            until=self.until,
            grain=self.grain,
            stances=info["stances"],
            articles=info["articles"],
            trends=met,
            movers=self._movers(days),
            mover_days=days,
            heat_map=self._heat_map(),
            matters=tuple(one for one in matters if one),
            disagreements=tuple(self._disagreements(met)),
            read=tuple(read),
            feeds=self._feeds(),
            events=tuple(one for one in self.watch.events if self.since <= one.day <= self.until),
            unseen=tuple(unseen),
            names={row["code"]: row["name"] for row in self._rows("select code, name from core.actor")},
        )

    def _rows(self, sql: str, **parameters: object) -> list[Row]:
        return rows_of(self.connection, sql, {"since": self.since, "until": self.until} | parameters)

    def _settle_span(self, since: date | None, until: date | None) -> None:
        [row] = self._rows("select min(day) as first_day, max(day) as last_day from core.coverage")
        if row["last_day"] is None:
            raise WarehouseError(
                f"{self.published}: no article has been read yet; run 'geostance ingest' first"
            )
        self.until = until or row["last_day"]
        self.since = since or max(row["first_day"], self.until - timedelta(weeks=WEEKS))
        if self.since > self.until:
            raise ConfigError(f"the report would begin ({self.since}) after its end ({self.until})")
        self._set_grain("month" if self.until - self.since > LONG else "week")

    def _set_grain(self, grain: str) -> None:
        """Settle the period of a point; the report then begins with a whole one."""
        self.grain = grain
        self.since = self._period(self.since)

    def _trend(self, dyad: Dyad) -> Trend:
        return ask_trend(
            self.connection, dyad.holder, dyad.target,
            grain=self.grain, since=self.since, until=self.until, shown=SHOWN,
        )  # fmt: skip

    def _evidence_by_dyad(
        self, holders: Sequence[str], targets: Sequence[str], since: date
    ) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        sql = read_sql("queries/dyad_evidence")
        for row in self._rows(sql, holders=holders, targets=targets, since=since, shown=SHOWN):
            found[row["holder_code"], row["target_code"]].append(row)
        return found

    def _period(self, day: date) -> date:
        return day.replace(day=1) if self.grain == "month" else day - timedelta(days=day.weekday())

    def _movers(self, days: int) -> tuple[Mover, ...]:
        sql = f"from stance_movers(on_day := $until, days := $days, min_n := 3) limit {MOVERS}"
        rows = self._rows(sql, days=days)
        holders, targets = ([row[side] for row in rows] for side in ("holder_code", "target_code"))
        found = self._evidence_by_dyad(holders, targets, self.until - timedelta(days=2 * days - 1))
        movers = []
        for row in rows:
            who, whom = row["holder_code"], row["target_code"]
            evidence = evidence_of(
                f"moved-{key_of(who, whom)}",
                f"{who} → {whom}",
                found[who, whom],
                row["n_before"] + row["n_now"],
            )
            figures = (row["n_before"], row["n_now"], row["mean_before"], row["mean_now"], row["z"])
            if evidence:
                movers.append(Mover(who, whom, *figures, evidence))
        return tuple(movers)

    def _heat_map(self) -> HeatMap:
        rows = self._rows(read_sql("queries/commonest_dyads"), most=HEAT)
        holders = tuple(dict.fromkeys(row["holder_code"] for row in rows))
        targets = tuple(dict.fromkeys(row["target_code"] for row in rows))
        found = self._evidence_by_dyad(holders, targets, self.since)
        cells = [_cell(row, found[row["holder_code"], row["target_code"]]) for row in rows]
        lines = (tuple(cells[at : at + len(targets)]) for at in range(0, len(cells), len(targets) or 1))
        return HeatMap(holders, targets, tuple(lines))

    def _matter(self, code: str) -> Matter | None:
        rows = self._rows("from issue_camps($matter, since := $since, until := $until)", matter=code)
        if not rows:
            return None
        sentences = self._rows(read_sql("queries/matter_evidence"), matter=code, shown=SHOWN)
        [named] = self._rows("select name from core.issue where code = $matter", matter=code)
        evidence = evidence_of(f"matter-{code}", named["name"], sentences, sum(row["n"] for row in rows))
        camps = tuple(
            Camp(camp, tuple((row["holder_code"], row["n"]) for row in rows if row["camp"] == camp))
            for camp in CAMPS
        )
        return Matter(named["name"], camps, evidence) if evidence else None

    def _disagreements(self, trends: Iterable[Trend]) -> Iterable[Disagreement]:
        """Yield the relations that the press of at least two countries tells."""
        sql = "from stance_by_press($who, $whom, since := $since, until := $until, min_n := 2)"
        for trend in trends:
            rows = self._rows(sql, who=trend.holder, whom=trend.target)
            presses = tuple(Press(row["press"], row["n"], row["net"], row["gap"]) for row in rows)
            if len(presses) > 1:
                yield Disagreement(trend.holder, trend.target, presses)

    def _feeds(self) -> tuple[FeedState, ...]:
        rows = self._rows("from feed_health(days := 7) where enabled")
        states = [
            FeedState(
                row["name"], row["country"], row["new_entries"], row["loaded"], row["rejected"], _trouble(row)
            )
            for row in rows
        ]
        return tuple(sorted(states, key=lambda one: (not one.trouble, one.name)))


def _is_sparse(trends: Iterable[Trend]) -> bool:
    """Return whether weeks hold so few stances that their balance jumps about: fewer than three."""
    met = [point.n for trend in trends for point in trend.points if point.n]
    return sum(met) < LEAST_A_WEEK * len(met)


def _trouble(row: Row) -> str:
    """Return what is wrong with a feed, in a few words."""
    if row["last_outcome"] == "failed":
        return f"failed: {row['last_reason'] or 'unknown'}"
    if row["last_outcome"] == "skipped":
        return f"left alone: {row['wait_reason'] or row['last_reason'] or 'as asked'}"
    if not row["visits"]:
        return "not visited"
    return "" if row["new_entries"] else "nothing new"


def _cell(row: Row, sentences: Sequence[Row]) -> Cell | None:
    who, whom = row["holder_code"], row["target_code"]
    evidence = evidence_of(f"all-{key_of(who, whom)}", f"{who} → {whom}", sentences, row["n"])
    return Cell(row["n"], row["net"], evidence) if evidence else None
