"""`article`: the parsed article of HTML pages; imports no model."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from commands.inputs import read_inputs
from tasks.errors import ArticleError

if TYPE_CHECKING:
    from tasks.articles.records import Article


def article(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="HTML pages; - is standard input.")
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="The page's address, to resolve links and identity.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line (the default in a pipe).")
    ] = False,
) -> None:
    """Print the article that HTML pages hold: title, authors, date, language, text.

    A page without an article is named with its reason; then the exit code is 1.

    Example: geostance article page.html --url https://news.example/story
    """
    from tasks.articles.read import read_html

    rejected = 0
    for name, body in read_inputs(names or ()):
        try:
            read = read_html(body, url, datetime.now(UTC))
        except ArticleError as error:
            rejected += 1
            typer.echo(f"{name}: no article: {error.reason} {error.detail}".rstrip(), err=True)
            if as_json:
                print(json.dumps({"file": name, "rejected": error.reason, "detail": error.detail}))
            continue
        if as_json or not sys.stdout.isatty():
            print(json.dumps(_fields(name, read), ensure_ascii=False))
        else:
            typer.echo(_page(name, read))
    if rejected:
        raise typer.Exit(1)


def _fields(name: str, read: Article) -> dict[str, object]:
    return {
        "file": name,
        "title": read.title,
        "authors": list(read.authors),
        "published": read.published_at.isoformat() if read.date_basis != "fetched" else None,
        "language": read.language,
        "canonical_url": read.canonical_url or None,
        "text": read.text,
        "section": read.section,
        "word_count": read.word_count,
        "agreement": read.agreement,
        "is_free": read.is_free,
    }


def _page(name: str, read: Article) -> str:
    """Return the article as a person reads it."""
    dated = f"{read.published_at:%Y-%m-%d %H:%M} UTC" if read.date_basis != "fetched" else "no date"
    by = ", ".join(read.authors) or "no author"
    return (
        f"{read.title}\n{by} · {dated} · {read.language} · {read.word_count} words · {name}\n\n{read.text}\n"
    )
