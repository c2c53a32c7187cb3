"""The rules by which pages are read, made once from `config/pages.yaml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.pages import load_page_words
from config.settings import CONFIG_FOLDER
from tasks.articles.body import LineRules
from tasks.articles.prune import NameRules

if TYPE_CHECKING:
    from config.pages import PageWords


@dataclass(frozen=True, slots=True)
class PageRules:
    """The words of `config/pages.yaml`, and what is made of them."""

    words: PageWords
    names: NameRules
    lines: LineRules


@functools.cache
def page_rules() -> PageRules:
    """Return the rules; raises ConfigError where the file is broken."""
    words = load_page_words(CONFIG_FOLDER)
    return PageRules(words, NameRules.of(words), LineRules.of(words))
