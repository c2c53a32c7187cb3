"""Sentences by phenomenon and the stances that a careful coder finds in them by the codebook.

The rows stand in `sentences.jsonl`, labelled by `models/corpus/CODEBOOK.md` and never by what the
extractor finds. `sentences_missed.yaml` holds the texts that it misreads, with what it reads instead;
they are expected failures. After a change of model or rules, write that file anew with

    GEOSTANCE_MISSED=write python -m pytest tests/stances/test_sentences_table.py

and look at its difference before you commit it. `-s` shows what is read of each phenomenon.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
import yaml

from config.gazetteer import load_gazetteer
from config.settings import CONFIG_FOLDER
from config.yamlfile import read_yaml
from tasks.stances.extractor import load_extractor
from tasks.stances.records import Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from _pytest.mark import ParameterSet

    from config.gazetteer import Gazetteer
    from tasks.stances.records import Stance

FOLDER = Path(__file__).parent
TABLE = FOLDER / "sentences.jsonl"
MISSED = FOLDER / "sentences_missed.yaml"
CORPUS = FOLDER.parents[1] / "models" / "corpus"
DAY = date(2024, 3, 1)
IS_WRITING = os.environ.get("GEOSTANCE_MISSED") == "write"
HEAD = f"# Texts of {TABLE.name} that are misread: what was read. Written by test_sentences_table.py.\n"

WITH_STANCES = (
    *("active", "passive", "nominal", "metonym", "nested attribution", "negation", "denial", "anaphora"),
    *("coordination", "reciprocal", "target first", "headline", "idiom", "participle and apposition"),
    *("office and role", "modality", "issue alone", "long with bystanders", "unnamed part"),
)
WITHOUT = (
    *("sport", "markets", "weather", "culture", "bystanders", "analyst's opinion", "place names only"),
    *("history and biography", "mere co-occurrence", "unnamed parts"),
)
PHENOMENA = (*WITH_STANCES, *(f"no stance: {name}" for name in WITHOUT))
LEAST_ROWS, LEAST_WITHOUT, LEAST_EACH = 200, 60, 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stance of the table; what it leaves open may be anything, a `target` of None is none.

    `issue` and `speaker` are codes of the gazetteer, or part of the words.
    """

    holder: str
    target: str | None
    code: str | None = None
    issue: str | None = None
    modality: str | None = None
    speaker: str | None = None
    holder_role: str | None = None
    target_role: str | None = None

    @property
    def pair(self) -> tuple[str, str | None]:
        """Holder and target."""
        return self.holder, self.target

    def fits(self, found: Stance) -> bool:
        """Return whether a stance that was found is this one."""
        return pair_of(found) == self.pair and all(
            (
                self.code in {None, found.code},
                self.modality in {None, found.modality},
                self.holder_role in {None, found.holder_role},
                self.target_role in {None, found.target_role},
                is_worded(self.issue, found.issue_code, found.issue),
                is_worded(self.speaker, found.speaker_code, found.speaker),
            )
        )

    @property
    def words(self) -> str:
        """The stance in a line."""
        named = (self.code, self.modality, self.issue, self.speaker, self.holder_role, self.target_role)
        return " ".join((f"{self.holder}>{self.target or '-'}", *(word for word in named if word)))


@dataclass(frozen=True, slots=True)
class Row:
    """A text, all `stances` that it states, those that may `also` be read in it, and forbidden ones."""

    phenomenon: str
    text: str
    stances: tuple[Wanted, ...]
    also: tuple[Wanted, ...]
    forbidden: tuple[Wanted, ...]

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """All stances that the row names."""
        return *self.stances, *self.also, *self.forbidden


def pair_of(found: Stance) -> tuple[str, str | None]:
    return found.holder_code, found.target_code


def is_worded(wanted: str | None, code: str | None, words: str | None) -> bool:
    return wanted is None or wanted == code or wanted.lower() in (words or "").lower()


def row_of(line: str) -> Row:
    given: dict[str, Any] = json.loads(line)
    stances, also, forbidden = (
        tuple(Wanted(**one) for one in given.pop(name, ())) for name in ("stances", "also", "forbidden")
    )
    return Row(**given, stances=stances, also=also, forbidden=forbidden)


ROWS = tuple(row_of(line) for line in TABLE.read_text(encoding="utf-8").splitlines())
MISREAD = read_yaml(MISSED, dict[str, str]) if MISSED.is_file() and not IS_WRITING else {}


def misreading(row: Row, found: Sequence[Stance]) -> str | None:
    """Return what is wrong with the stances found in a row's text, None where nothing is."""
    missing = [one.words for one in row.stances if not any(one.fits(stance) for stance in found)]
    wrong = [described(stance) for stance in found if not is_allowed(stance, row)]
    if not missing and not wrong:
        return None
    read = ", ".join(described(stance) for stance in found) or "nothing"
    parts = [("misses", missing), ("adds", wrong)]
    return "; ".join(
        [*(f"{verb} {', '.join(these)}" for verb, these in parts if these), f"reads it as {read}"]
    )


def is_allowed(found: Stance, row: Row) -> bool:
    if any(one.fits(found) for one in row.forbidden):
        return False
    return pair_of(found) in {one.pair for one in row.stances} or any(one.fits(found) for one in row.also)


def described(found: Stance) -> str:
    roles = (found.holder_role, found.target_role)
    holder, target = (
        f"{code}/{role}" if role else code or "-" for code, role in zip(pair_of(found), roles, strict=True)
    )
    words = [f"{holder}>{target} {found.code}"]
    if found.modality != "asserted":
        words.append(found.modality)
    if found.target_code is None or found.issue_code:
        words.append(f"({found.issue_code or found.issue})")
    if found.speaker:
        words.append(f"said by {found.speaker_code or found.speaker}")
    return " ".join(words)


@pytest.fixture(scope="session")
def misreadings() -> dict[str, str]:
    """Read all texts of the table and return what is wrong, by text; kept in the file where asked to."""
    extractor = load_extractor()
    read = {row.text: misreading(row, extractor.read(row.text, DAY)) for row in ROWS}
    wrong = {text: reason for text, reason in read.items() if reason}
    sys.stdout.write("\n" + table_of(wrong))
    if IS_WRITING:
        dumped = yaml.safe_dump(wrong, allow_unicode=True, sort_keys=False, width=110) if wrong else "{}\n"
        MISSED.write_text(HEAD + dumped, encoding="utf-8")
    return wrong


def table_of(wrong: Iterable[str]) -> str:
    """Return passed and total for each phenomenon, one line each."""
    totals = Counter(row.phenomenon for row in ROWS)
    failed = Counter(row.phenomenon for row in ROWS if row.text in set(wrong))
    lines = [f"{name:<36}{totals[name] - failed[name]:>4} /{totals[name]:>4}\n" for name in PHENOMENA]
    return "".join([*lines, f"{'all':<36}{totals.total() - failed.total():>4} /{totals.total():>4}\n"])


def row_parameters() -> Iterator[ParameterSet]:
    numbers: dict[str, int] = defaultdict(int)
    for row in ROWS:
        numbers[row.phenomenon] += 1
        reason = MISREAD.get(row.text)
        advice = f"{reason} (read rightly now? Remove it from {MISSED.name})"
        mark = pytest.mark.xfail(strict=True, raises=AssertionError, reason=advice)
        number = numbers[row.phenomenon]
        yield pytest.param(row, id=f"{row.phenomenon} {number}", marks=[mark] if reason else [])


@pytest.mark.parametrize("row", [*row_parameters()])
def test_the_stances_of_a_row_are_found_and_no_others(row: Row, misreadings: dict[str, str]) -> None:
    reason = misreadings.get(row.text)
    if IS_WRITING and reason:
        pytest.xfail(reason)
    assert reason is None, f"{row.text}\n{reason}"


def test_what_is_missed_stands_in_the_table() -> None:
    assert MISREAD.keys() <= {row.text for row in ROWS}, f"remove these lines from {MISSED.name}"


def test_the_table_has_rows_enough() -> None:
    rows = Counter(row.phenomenon for row in ROWS)
    without = [row for row in ROWS if not row.stances]
    assert rows.keys() == set(PHENOMENA)
    assert min(rows.values()) >= LEAST_EACH
    assert rows.total() >= LEAST_ROWS
    assert len(without) >= LEAST_WITHOUT


def test_no_text_stands_twice() -> None:
    texts = Counter(row.text for row in ROWS)
    assert [text for text, count in texts.items() if count > 1] == []


def test_a_row_expects_stances_where_its_phenomenon_does() -> None:
    assert [row.text for row in ROWS if bool(row.stances) != (row.phenomenon in WITH_STANCES)] == []
    assert [row.text for row in ROWS if any(one.code is None for one in (*row.stances, *row.also))] == []
    assert [row.text for row in ROWS if any(one in row.forbidden for one in row.stances)] == []


def test_codes_and_words_of_the_table_are_there() -> None:
    gazetteer = load_gazetteer(CONFIG_FOLDER)
    unknown = [
        (row.text, key) for row in ROWS for one in row.wanted for key in unknown_keys(one, row, gazetteer)
    ]
    assert unknown == []


def unknown_keys(one: Wanted, row: Row, gazetteer: Gazetteer) -> Iterable[str]:
    """Yield the keys of a stance that the gazetteer lacks; issue and speaker may be words of the text."""
    actors = {actor.code for actor in gazetteer.actors}
    keys = (
        (actors, (one.holder, one.target)),
        ({code.code for code in gazetteer.plover}, (one.code,)),
        (set(get_args(Modality)), (one.modality,)),
        (gazetteer.roles.keys(), (one.holder_role, one.target_role)),
        ({issue.code for issue in gazetteer.issues}, (_unless_in(row.text, one.issue),)),
        (actors, (_unless_in(row.text, one.speaker),)),
    )
    return (key for known, given in keys for key in given if key and key not in known)


def _unless_in(text: str, words: str | None) -> str | None:
    return None if words and words in text else words


def test_no_sentence_is_of_the_corpus_that_the_model_learns_from() -> None:
    parts = [path.read_text(encoding="utf-8") for path in CORPUS.glob("*.jsonl")]
    passages = [json.loads(line)["t"].lower() for part in parts for line in part.splitlines()]
    everything = "\n".join(passages)
    assert passages
    assert [row.text for row in ROWS if row.text.lower() in everything] == []
