"""What public tables know and `config/actors/` lacks: `python -m tests.benchmarks.gazetteers FOLDER`.

Nothing is copied: the tables have licences of their own, and errors of their own. They are what a person
looks through before an entry is written. FOLDER holds `mledoze_countries/countries.json` (of the repository
mledoze/countries), `leaders_2022/wikidata.csv` and `world_leaders/current/all-leaders.csv`; a table that is
not there is left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from config.gazetteer import own_gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.gazetteer import Gazetteer, Leader

OWN_CODE = {"UNK": "XKX"}  # Kosovo
UNINHABITED = frozenset({"ATA", "ATF", "BVT", "HMD", "IOT", "SGS", "SJM", "UMI"})
Gap = tuple[str, str]  # of a state: what it lacks


def lacking_names(gazetteer: Gazetteer, countries: Path) -> Iterator[Gap]:
    """Yield the states, usual names, capitals and demonyms of mledoze's table that no actor has."""
    labels = {
        one.code: {label.text for label in one.labels} for one in gazetteer.actors if one.kind == "state"
    }
    for row in json.loads(countries.read_text(encoding="utf-8")):
        code = OWN_CODE.get(row["cca3"], row["cca3"])
        if code in UNINHABITED:
            continue
        demonyms = {part for text in row["demonyms"]["eng"].values() for part in re.split(", | or ", text)}
        wanted = {row["name"]["common"], *row["capital"], *demonyms} - {""}
        if code not in labels:
            yield code, row["name"]["common"]
        else:
            yield from ((code, text) for text in sorted(wanted - labels[code]))


def lacking_leaders(gazetteer: Gazetteer, table: Path, state: str, names: tuple[str, ...]) -> Iterator[Gap]:
    """Yield the people of a table whom no entry names; its columns are `state` and `names`."""
    known = [plain(text) for one in gazetteer.leaders for text in names_of(one)]
    with table.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    listed = {(row[state], row[name]) for row in rows for name in names if row[name]}
    for country, person in sorted(listed):
        words = plain(person)
        if not any(words <= one or one <= words for one in known):
            yield country, person


def names_of(leader: Leader) -> tuple[str, ...]:
    """Return all names of a leader."""
    return leader.name, *leader.names


def plain(text: str) -> frozenset[str]:
    """Return the words of a name without accents, in small letters."""
    folded = unicodedata.normalize("NFKD", text.replace("\N{LATIN SMALL LETTER DOTLESS I}", "i"))
    return frozenset(re.findall(r"[a-z]+", re.sub(r"[\u0300-\u036f]", "", folded).lower()))


def main() -> None:
    """Print what is lacking, by table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="holds the tables")
    folder = parser.parse_args().folder
    gazetteer, console = own_gazetteer(), Console()
    countries = folder / "mledoze_countries" / "countries.json"
    tables = {
        folder / "leaders_2022" / "wikidata.csv": ("country", ("officeholderLabel",)),
        folder / "world_leaders" / "current" / "all-leaders.csv": (
            "Country",
            ("Head of Government", "Head of State"),
        ),
    }
    met = [one for one in (countries, *tables) if one.is_file()]
    if not met:
        wanted = ", ".join(str(one.relative_to(folder)) for one in (countries, *tables))
        parser.error(f"{folder}: holds none of {wanted}")
    for path in met:
        if path == countries:
            gaps = list(lacking_names(gazetteer, path))
        else:
            gaps = list(lacking_leaders(gazetteer, path, *tables[path]))
        table = Table("of", "lacking", title=f"{path.relative_to(folder)}: {len(gaps)}")
        for gap in gaps:
            table.add_row(*gap)
        console.print(table)


if __name__ == "__main__":
    main()
