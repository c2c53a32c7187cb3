"""`evaluate`: the shipped model and extraction against labels of people."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from commands.inputs import read_inputs
from config.settings import load_settings
from tasks.errors import ConfigError
from tasks.stances.spans import Count, MarkedSentence, count_spans, join_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.pairs.scores import Bin, LabelScore

WANTED = (
    'wanted {"marked": "<s>holder</s> ... <t>target</t>", "root": CODE}'
    ' or {"tokens": [...], "spans": [{"role": "source", "start", "end"}, ...]}'
)
ROLES = {"source": "sources", "target": "targets", "R": "mutual", "reciprocal": "mutual"}
WORST = 8  # confusions shown
Row = dict[str, Any]


def evaluate(
    names: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Labelled JSON lines; - is standard input.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a file, for machines and for comparing runs.")
    ] = False,
) -> None:
    """Score geostance against sentences that people labelled. Two kinds of JSON lines are known.

    [bold]Marked pairs[/bold] score the classifier, actors given: macro-F1 over codes (CONCEDE and
    RETREAT as YIELD), over the quad classes, over cooperation against conflict; each code; the
    commonest mistakes; and how far confidence can be believed.

    {"marked": "<s>Oman</s> thanked <t>Iran</t>.", "root": "SUPPORT"}

    [bold]Marked spans[/bold] score the whole extraction, with min_confidence and names_model as set.
    What is found is right where it overlaps what is marked; role "R" marks actors that act on each
    other; ends are exclusive. A "date" (YYYY-MM-DD) beside them says who was in office; without one
    every leader counts as in office.

    {"tokens": ["Oman", "thanked", "Iran", "."],
    "spans": [{"role": "source", "start": 0, "end": 1}, {"role": "target", "start": 2, "end": 3}]}

    Example: [bold]geostance evaluate my_pairs.jsonl[/bold]
    """
    for name, body in read_inputs(names):
        rows = list(_rows(name, body))
        if not rows:
            raise ConfigError(f"{name}: no labelled line; {WANTED}")
        is_spans = "spans" in rows[0][1]
        scores = _span_scores(name, rows) if is_spans else _pair_scores(name, rows)
        if as_json:
            print(json.dumps({"file": name} | scores, default=_plain, ensure_ascii=False))
        else:
            _print(name, scores)


def _rows(name: str, body: bytes) -> Iterator[tuple[int, Row]]:
    """Yield number and object of every line that is not empty."""
    for number, line in enumerate(body.decode("utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ConfigError(f"{name}:{number}: no JSON ({error}); {WANTED}") from error
        if not isinstance(row, dict):
            raise ConfigError(f"{name}:{number}: no object; {WANTED}")
        yield number, row


def _pair_scores(name: str, rows: Sequence[tuple[int, Row]]) -> dict[str, Any]:
    """Return the scores of the classifier on marked pairs; a line that marks no holder is left out."""
    from models.pairs.data import read_marked_row
    from models.pairs.labels import CODES
    from models.pairs.scores import calibration, code_scores, confusions, label_scores, merged
    from tasks.stances.classifier import PairQuery
    from tasks.stances.extractor import load_classifier, load_plover

    classifier, plover = load_classifier(), load_plover()
    truth: list[str] = []
    guess: list[str] = []
    sure: list[float] = []
    unmarked = 0
    for number, row in track(rows, description="pairs", transient=True, console=Console(stderr=True)):
        try:
            passage = read_marked_row(f"{name}:{number}", row)
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigError(f"{name}:{number}: no marked pair ({error!r}); {WANTED}") from error
        if passage is None:
            unmarked += 1
            continue
        pair = passage.pairs[0]
        if pair.codes[0] not in CODES[1:]:
            raise ConfigError(
                f"{name}:{number}: root {row['root']!r} is no code; known: {', '.join(CODES[1:])}"
            )
        score = classifier.score([PairQuery(passage.text, ((pair.holder, pair.target),))])[0][0]
        truth.append(pair.codes[0])
        guess.append(score.best_stance)
        stated = score.given[1:]
        sure.append(max(stated) / (sum(stated) or 1))
    right = [one == other for one, other in zip(merged(truth), merged(guess), strict=True)]
    off, bins = calibration(sure, right)
    return {
        **code_scores(truth, guess, plover),
        "no_holder_marked": unmarked,
        "calibration_error": off,
        "calibration": bins,
        "codes": label_scores(merged(truth), merged(guess)),
        "confusions": confusions(merged(truth), merged(guess))[:WORST],
    }


def _span_scores(name: str, rows: Sequence[tuple[int, Row]]) -> dict[str, Any]:
    """Return the scores of the whole extraction on marked spans."""
    from tasks.stances.extractor import load_extractor

    settings = load_settings()
    extractor = load_extractor(settings.min_confidence, settings.names_model)
    totals = dict.fromkeys(("source", "target", "pair"), Count())
    for number, row in track(rows, description="sentences", transient=True, console=Console(stderr=True)):
        sentence = _marked_sentence(name, number, row)
        counts = count_spans(sentence, extractor.read(sentence.text, _day(name, number, row)))
        totals = {key: totals[key] + counts[key] for key in totals}
    return {"sentences": len(rows), "spans": totals}


def _day(name: str, number: int, row: Row) -> date | None:
    """Return the day of a line, None where it tells none."""
    try:
        return date.fromisoformat(row["date"]) if row.get("date") else None
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{name}:{number}: date {row['date']!r} is no YYYY-MM-DD") from error


def _marked_sentence(name: str, number: int, row: Row) -> MarkedSentence:
    spans: dict[str, list[tuple[int, int]]] = {"sources": [], "targets": [], "mutual": []}
    try:
        text, places = join_tokens(row["tokens"])
        for span in row["spans"]:
            first, last = places[span["start"]], places[span["end"] - 1]
            spans[ROLES[span["role"]]].append((first[0], last[1]))
    except (KeyError, TypeError, IndexError) as error:
        raise ConfigError(f"{name}:{number}: no marked spans ({error!r}); {WANTED}") from error
    return MarkedSentence(text, **{key: tuple(marked) for key, marked in spans.items()})


def _plain(value: Bin | Count | LabelScore) -> dict[str, object]:
    """Return a score as JSON has it: counts with their ratios."""
    ratios = ("precision", "recall", "f1") if isinstance(value, Count) else ()
    return dataclasses.asdict(value) | {name: getattr(value, name) for name in ratios}


def _print(name: str, scores: dict[str, Any]) -> None:
    console = Console()
    console.print(f"[bold]{name}[/bold]")
    if "spans" in scores:
        console.print(_span_table(scores["spans"]), f"{scores['sentences']} sentences", sep="\n")
        return
    left_out = f" ({scores['no_holder_marked']} lines mark no holder)" if scores["no_holder_marked"] else ""
    console.print(
        f"{scores['pairs']} pairs{left_out}: root {scores['root_f1']:.3f}, quad {scores['quad_f1']:.3f}, "
        f"cooperation or conflict {scores['binary_f1']:.3f} (macro-F1)"
    )
    console.print(_code_table(scores["codes"]))
    told = ", ".join(f"{given} as {guessed} {count}" for given, guessed, count in scores["confusions"])
    console.print(f"commonest mistakes: {told or 'none'}")
    console.print(_calibration_table(scores["calibration"]))
    console.print(f"expected calibration error {scores['calibration_error']:.3f}")


def _code_table(codes: Sequence[LabelScore]) -> Table:
    table = Table()
    for column in ("code", "precision", "recall", "F1", "given"):
        table.add_column(column, justify="left" if column == "code" else "right")
    for one in codes:
        table.add_row(one.label, f"{one.precision:.2f}", f"{one.recall:.2f}", f"{one.f1:.2f}", str(one.given))
    return table


def _calibration_table(bins: Sequence[Bin]) -> Table:
    table = Table()
    for column in ("said to be sure", "right", "pairs"):
        table.add_column(column, justify="right")
    for one in bins:
        table.add_row(f"{one.confidence:.2f}", f"{one.accuracy:.2f}", str(one.count))
    return table


def _span_table(counts: dict[str, Count]) -> Table:
    table = Table()
    for column in ("", "precision", "recall", "F1", "found", "marked"):
        table.add_column(column, justify="right" if column else "left")
    for key, one in counts.items():
        ratios = (f"{value:.3f}" for value in (one.precision, one.recall, one.f1))
        table.add_row(key, *ratios, str(one.found), str(one.given))
    return table
