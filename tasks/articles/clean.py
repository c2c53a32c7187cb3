"""The body of a page: our own reading, and a second one that says how far to believe it."""

from __future__ import annotations

import logging
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trafilatura import extract
from trafilatura.settings import DEFAULT_CONFIG

from tasks.articles.body import read_body
from tasks.articles.text import fold, likeness, plain

if TYPE_CHECKING:
    from configparser import ConfigParser

    from lxml.html import HtmlElement

    from tasks.articles.body import Hints, LineRules

# trafilatura's time grows with the square of an element's children: beyond these bounds one reading must do.
MAX_ELEMENTS = 8000
MAX_CHILDREN = 1500
AGREED = 0.9

# What it has to say, of a page without text for instance, is said by our own verdict.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a page; `agreement` in [0, 1] is how far two readings are alike, None for one alone."""

    paragraphs: tuple[str, ...]
    agreement: float | None


def clean(root: HtmlElement, hints: Hints, rules: LineRules) -> Body:
    """Return the body of a pruned tree.

    Our own reading is believed: trafilatura's says how far, and which lines of ours are foreign. Of its
    ways the quick one does where both agree; else it takes its time.
    """
    ours = read_body(root, hints, rules)
    if not _is_bounded(root):
        return Body(ours.paragraphs, None)
    theirs = _second_reading(root, ours.refused, fast=True)
    agreement = likeness(ours.paragraphs, theirs)
    if agreement < AGREED:
        theirs = _second_reading(root, ours.refused, fast=False)
        agreement = likeness(ours.paragraphs, theirs)
    believed = ours.confirmed_by(" ".join(theirs))
    return Body(believed.paragraphs, round(agreement, 4) if theirs else None)


def _second_reading(root: HtmlElement, refused: frozenset[str], *, fast: bool) -> tuple[str, ...]:
    """Return the paragraphs of trafilatura's reading, without the lines that ours refused."""
    text = extract(
        root, fast=fast, output_format="txt", include_comments=False, deduplicate=False, config=_CONFIG
    )
    lines = (plain(line.removeprefix("- ")) for line in (text or "").splitlines())
    return tuple(line for line in lines if line and fold(line) not in refused)


def _is_bounded(root: HtmlElement) -> bool:
    return all(
        count <= MAX_ELEMENTS and len(element) <= MAX_CHILDREN for count, element in enumerate(root.iter(), 1)
    )


def _quiet_config() -> ConfigParser:
    """Return trafilatura's settings with everything off that would touch the network."""
    config = deepcopy(DEFAULT_CONFIG)
    config.set("DEFAULT", "INSECURE_SSL_FALLBACK", "off")
    config.set("DEFAULT", "EXTERNAL_URLS", "off")
    return config


_CONFIG = _quiet_config()
