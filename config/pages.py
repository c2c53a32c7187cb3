"""What pages of news have besides the news: names that mark it up, words that announce it."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pydantic reads the annotations when the module runs
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from config.yamlfile import read_yaml


def _joined(value: object) -> object:
    """Return the rows of a list as one list: long lists are written in rows."""
    if not isinstance(value, list):
        return value
    return [item for row in value for item in (row if isinstance(row, list) else [row])]


Words = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_joined)]


class PageWords(BaseModel):
    """The lists of `config/pages.yaml`, which says what each is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    foreign_names: Words
    doubtful_names: Words
    modifier_names: Words
    hidden_classes: Words
    read_more: Words
    labels: Words
    date_labels: Words
    appeals: Words
    paywall: Words
    consent: Words
    needs_script: Words
    byline_words: Words
    name_joiners: Words
    published_metas: Words
    modified_metas: Words
    author_metas: Words
    section_metas: Words
    date_names: Words
    author_names: Words
    article_kinds: Words
    listing_kinds: Words


def load_page_words(folder: Path) -> PageWords:
    """Return the lists of the folder's `pages.yaml`; raises ConfigError naming line and key."""
    return read_yaml(folder / "pages.yaml", PageWords)
