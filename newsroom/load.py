"""Outlets and articles of the sample newsroom, read from their files."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from config.yamlfile import YamlFile, read_yaml, shaped
from newsroom.records import NewsArticle, Outlet
from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).resolve().parent
OUTLETS_FILE = FOLDER / "outlets.yaml"
ARTICLES_FOLDER = FOLDER / "articles"
FILE_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)\.md")
FENCE = "---"


class _Head(BaseModel):
    """What stands above an article's text."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1)
    published: AwareDatetime
    section: str = Field(min_length=1)
    authors: tuple[str, ...] = Field(min_length=1)
    summary: str = Field(min_length=1)


def load_outlets(path: Path = OUTLETS_FILE) -> tuple[Outlet, ...]:
    """Return the outlets of a file, in its order; raises ConfigError naming line and key."""
    return tuple(read_yaml(path, list[Outlet]))


def load_articles(outlets: Iterable[Outlet], folder: Path = ARTICLES_FOLDER) -> tuple[NewsArticle, ...]:
    """Return the articles of all outlets, read from ``<outlet id>/<date>-<slug>.md``, newest first.

    Raises ConfigError, in one line with file and key, for the first file that is malformed.
    """
    known = {outlet.id for outlet in outlets}
    articles = []
    for path in sorted(folder.rglob("*.md")):
        if path.parent.name not in known:
            raise ConfigError(f"{path}: no outlet is called {path.parent.name}; there are {sorted(known)}")
        articles.append(load_article(path))
    return newest_first(articles)


def newest_first(articles: Iterable[NewsArticle]) -> tuple[NewsArticle, ...]:
    """Return articles by their time of publication, the newest first."""
    return tuple(sorted(articles, key=lambda article: (article.published_at, article.slug), reverse=True))


def load_article(path: Path) -> NewsArticle:
    """Return the article of one file; its folder is the outlet. Raises ConfigError naming file and key."""
    name = FILE_NAME.fullmatch(path.name)
    if not name:
        raise ConfigError(f"{path}: the file's name should be like 2022-02-04-some-slug.md")
    head, paragraphs = _split(path)
    return NewsArticle(
        outlet_id=path.parent.name,
        slug=name["slug"],
        title=head.title,
        published_at=head.published.astimezone(UTC),
        section=head.section,
        authors=head.authors,
        summary=head.summary,
        paragraphs=paragraphs,
    )


def _split(path: Path) -> tuple[_Head, tuple[str, ...]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is no UTF-8") from error
    if lines[:1] != [FENCE] or FENCE not in lines[1:]:
        raise ConfigError(f"{path}:1: the head should stand between two lines of {FENCE}")
    end = lines.index(FENCE, 1)
    body = "\n".join(lines[end + 1 :])
    paragraphs = tuple(" ".join(block.split()) for block in re.split(r"\n\s*\n", body) if block.strip())
    if not paragraphs:
        raise ConfigError(f"{path}:{end + 1}: body: there is no text below the head")
    return _head(path, "\n".join(lines[:end]) + "\n"), paragraphs


def _head(path: Path, text: str) -> _Head:
    # The opening fence stays: YAML takes it for the start of a document, and lines keep their numbers.
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        value = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        key = text.splitlines()[line - 1].partition(":")[0]
        raise ConfigError(f"{path}:{line}: {key}: malformed YAML: {error.problem}") from error
    return shaped(YamlFile(path, value, root), _Head)
