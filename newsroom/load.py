"""Outlets and articles of the sample newsroom, read from their files."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from config.yamlfile import parse_yaml, read_yaml, shaped
from newsroom.records import NewsArticle, Outlet, PageKind
from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from config.yamlfile import YamlFile

FOLDER = Path(__file__).resolve().parent
OUTLETS_FILE = FOLDER / "outlets.yaml"
ARTICLES_FOLDER = FOLDER / "articles"
FILE_NAME = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)\.md")
FENCE = "---"


class _Head(BaseModel):
    """What stands above an article's text."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1)
    published: AwareDatetime
    section: str = Field(min_length=1)
    authors: tuple[str, ...] = Field(min_length=1)
    summary: str = Field(min_length=1)
    page: PageKind = "article"


def load_outlets(path: Path = OUTLETS_FILE) -> tuple[Outlet, ...]:
    """Return the outlets of a file, in its order; raises ConfigError naming line and key."""
    return read_yaml(path, tuple[Outlet, ...])


def load_articles(outlets: Iterable[Outlet], folder: Path = ARTICLES_FOLDER) -> tuple[NewsArticle, ...]:
    """Return the articles of all outlets, read from ``<outlet id>/<day>-<slug>.md``, newest first.

    Raises ConfigError, in one line with file and key, for the first file that is malformed.
    """
    known = {outlet.id: outlet for outlet in outlets}
    articles: dict[tuple[str, str], NewsArticle] = {}
    for path in sorted(folder.rglob("*.md")):
        outlet = known.get(path.parent.name)
        if outlet is None:
            raise ConfigError(f"{path}: no outlet is called {path.parent.name}; allowed: {', '.join(known)}")
        article = load_article(path, outlet)
        if (outlet.id, article.slug) in articles:  # some addresses hold the slug alone
            raise ConfigError(f"{path}: another article of {outlet.name} is called {article.slug}")
        articles[outlet.id, article.slug] = article
    return newest_first(articles.values())


def newest_first(articles: Iterable[NewsArticle]) -> tuple[NewsArticle, ...]:
    """Return articles by their time of publication, the newest first."""
    return tuple(sorted(articles, key=lambda article: (article.published_at, article.slug), reverse=True))


def load_article(path: Path, outlet: Outlet) -> NewsArticle:
    """Return the article of one file. Raises ConfigError naming file, line and key."""
    name = FILE_NAME.fullmatch(path.name)
    if not name:
        raise ConfigError(f"{path}: the file's name should be like 2022-02-04-some-slug.md")
    file, end_line, paragraphs = _split(path)
    head = _head(file, name["day"], outlet)
    if (head.page == "article") != bool(paragraphs):
        wanted = "needs text below its head" if head.page == "article" else "has no text"
        raise ConfigError(f"{path}:{end_line}: body: a page of kind {head.page} {wanted}")
    return NewsArticle(
        outlet_id=outlet.id,
        slug=name["slug"],
        title=head.title,
        published_at=head.published.astimezone(UTC),
        section=head.section,
        authors=head.authors,
        summary=head.summary,
        paragraphs=paragraphs,
        page=head.page,
    )


def _split(path: Path) -> tuple[YamlFile, int, tuple[str, ...]]:
    """Return a file's head, the line it ends in, and the paragraphs below it."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is no UTF-8") from error
    if lines[:1] != [FENCE] or FENCE not in lines[1:]:
        raise ConfigError(f"{path}:1: the head should stand between two lines of {FENCE}")
    end = lines.index(FENCE, 1)
    # The opening fence stays: YAML takes it for the start of a document, and lines keep their numbers.
    head = parse_yaml(path, "\n".join(lines[:end]) + "\n")
    body = "\n".join(lines[end + 1 :])
    paragraphs = (" ".join(block.split()) for block in re.split(r"\n\s*\n", body))
    return head, end + 1, tuple(paragraph for paragraph in paragraphs if paragraph)


def _head(file: YamlFile, day: str, outlet: Outlet) -> _Head:
    head = shaped(file, _Head)
    published_on = f"{head.published.astimezone(UTC):%Y-%m-%d}"
    if published_on != day:
        raise file.error(("published",), f"is {published_on} in UTC, and {day} in the file's name")
    if head.section not in outlet.sections:
        raise file.error(("section",), f"{head.section} is unknown; allowed: {', '.join(outlet.sections)}")
    return head
