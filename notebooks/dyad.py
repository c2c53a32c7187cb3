"""One relation to look around in: `marimo run notebooks/dyad.py`, or `marimo edit` to go on from it.

`marimo run notebooks/dyad.py -- --warehouse FOLDER` reads another published copy than that of the settings.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Who stands where")

with app.setup:
    import base64
    from pathlib import Path

    import marimo as mo

    from commands.published import read_published
    from report.page import chart_of
    from report.relation import make_relation
    from tasks.errors import WarehouseError
    from warehouse.store import query


@app.cell
def copy():
    asked = mo.cli_args().get("warehouse")
    published = read_published(Path(asked) if asked else None).path.resolve()

    def ask(sql, **parameters):
        """Return the rows of read-only SQL on the published copy, as one dictionary each."""
        columns, rows = query(published, sql, parameters)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    return ask, published


@app.cell
def freshness(ask):
    [info] = ask("from snapshot_info")
    mo.md(
        f"""
        # Who stands where

        {info["stances"]:,} stances in {info["articles"]:,} articles, as published on
        {info["published_utc"]:%d %B %Y, %H:%M} UTC. This notebook can read the copy, and nothing else.
        """
    )


@app.cell
def actors(ask):
    def labelled(rows):
        """Return codes by what a person reads."""
        return {f"{row['name']} ({row['code']})": row["code"] for row in rows}

    holders = labelled(ask("from find_actor('') where n_held > 0 or kind = 'members'"))
    targets = labelled(
        ask("from find_actor('') where n_met > 0 or kind = 'members' order by n_met desc, code")
    )
    [commonest] = ask("select holder_code, target_code from stance_network(min_n := 1) limit 1")
    return commonest, holders, targets


@app.cell
def choices(commonest, holders, targets):
    _held = next(name for name, code in holders.items() if code == commonest["holder_code"])
    _met = next(name for name, code in targets.items() if code == commonest["target_code"])
    holder = mo.ui.dropdown(holders, value=_held, label="holder", searchable=True)
    target = mo.ui.dropdown(targets, value=_met, label="target", searchable=True)
    grain = mo.ui.radio(["day", "week", "month"], value="month", label="by", inline=True)
    count_by = mo.ui.radio(["stance", "article", "story"], value="article", label="counts each", inline=True)
    mo.vstack([mo.hstack([holder, target], justify="start"), mo.hstack([grain, count_by], justify="start")])
    return count_by, grain, holder, target


@app.cell
def trend(count_by, grain, holder, published, target):
    try:
        relation = make_relation(
            published, holder.value, target.value,
            grain=grain.value, since=None, until=None, count_by=count_by.value,
        )  # fmt: skip
        drawing = base64.b64encode(chart_of(relation).encode()).decode()
        shown = mo.Html(
            f'<img alt="Trend; the table below has its sentences" src="data:image/svg+xml;base64,{drawing}">'
        )
    except WarehouseError as error:
        relation, shown = None, mo.callout(str(error))
    shown
    return (relation,)


@app.cell
def evidence(ask, holder, target):
    sentences = ask(
        "select stance_date, code, modality, speaker, sentence, feed, title, url"
        " from stance_evidence($who, $whom) limit 500",
        who=holder.value, whom=target.value,
    )  # fmt: skip
    mo.vstack(
        [
            mo.md("## The sentences behind it\n\nThe latest 500 at most."),
            mo.ui.table(
                sentences,
                selection=None,
                wrapped_columns=["sentence", "title"],
                column_widths={"sentence": 360, "title": 200},
                show_data_types=False,
            )
            if sentences
            else mo.md("None."),
        ]
    )
    return (sentences,)


@app.cell
def press(ask, holder, target):
    presses = ask("from stance_by_press($who, $whom, min_n := 1)", who=holder.value, whom=target.value)
    mo.vstack(
        [
            mo.md("## In whose press\n\n`gap`: how far the score of a press is from that of all others."),
            mo.ui.table(presses, selection=None, show_data_types=False) if presses else mo.md("None."),
        ]
    )
    return (presses,)


@app.cell
def span():
    days = mo.ui.slider(7, 90, value=28, label="days, against as many before", show_value=True)
    least = mo.ui.slider(1, 20, value=2, label="stances at least in each", show_value=True)
    mo.vstack([mo.md("## What moved, among all"), mo.hstack([days, least], justify="start")])
    return days, least


@app.cell
def movers(ask, days, least):
    moved = ask(
        "select holder_code, target_code, n_before, n_now, mean_before, mean_now, shift, z"
        " from stance_movers(days := $days, min_n := $least) limit 20",
        days=days.value, least=least.value,
    )  # fmt: skip
    mo.ui.table(moved, selection=None, show_data_types=False) if moved else mo.md("Nothing, by these bounds.")
    return (moved,)


if __name__ == "__main__":
    app.run()
