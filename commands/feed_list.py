"""`feeds add`, `feeds import` and `feeds export`: the feed list, extended and exchanged."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.feeds import FeedsFile
from commands.inputs import read_inputs
from tasks.errors import ConfigError, FetchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from config.feeds import Feed
    from config.settings import Settings
    from tasks.feeds.discover import FoundFeed

Country = Annotated[
    str | None, typer.Option(help="Country of the outlet (ISO 3166 alpha-3), or an organisation's code.")
]
Kind = Annotated[
    str | None,
    typer.Option(
        help="independent, news_agency, public_broadcaster, state_media, state_funded, government or"
        " intergovernmental."
    ),
]
Language = Annotated[str | None, typer.Option(help="Language of the articles (ISO 639-1).")]


def add_feed(
    url: Annotated[str, typer.Argument(help="A feed, or a page of the site whose feed it is.")],
    country: Country = None,
    kind: Kind = None,
    language: Language = None,
    name: Annotated[str | None, typer.Option(help="Default: the feed's own title.")] = None,
    feed_id: Annotated[str | None, typer.Option("--id", help="Default: made of the name.")] = None,
    feeds: FeedsFile = None,
) -> None:
    """Find a site's feed, read it once, and add it to the end of the feed list.

    Country and kind are for you to say. A site with several feeds has them named, and none is added.

    Example: geostance feeds add dailymaverick.example --country ZAF --kind independent
    """
    from config.feed_list import append_feeds, feed_id_for, make_feed
    from config.feeds import load_feeds
    from config.settings import load_settings

    untold = [name for name, value in (("--country", country), ("--kind", kind)) if not value]
    if untold:
        raise ConfigError(
            f"{url}: tell its {' and '.join(untold)}; 'geostance feeds add --help' has an example"
        )
    settings = load_settings()
    path = feeds or settings.feeds
    known = load_feeds(path)
    found = _only_feed(url if "://" in url else f"https://{url}", settings, known)
    name = name or found.title or found.url
    fields: dict[str, object] = {
        "id": feed_id or feed_id_for(name, {feed.id for feed in known}),
        "name": name,
        "url": found.url,
        "country": country,
        "language": language or found.language,
        "kind": kind,
    }
    feed = make_feed({key: value for key, value in fields.items() if value})
    append_feeds(path, [feed])
    typer.echo(
        f"{feed.id}: {feed.url}, {found.entry_count} entries, is in {path} now; the next night reads it"
    )


def import_feeds(
    file: Annotated[str, typer.Argument(metavar="FILE", help="OPML; - is standard input.")],
    country: Country = None,
    kind: Kind = None,
    language: Language = None,
    feeds: FeedsFile = None,
) -> None:
    """Add the feeds of an OPML file to the feed list; nothing is fetched.

    OPML knows neither country nor kind: the options stand in for what the file leaves open. Feeds
    that are on the list already are passed over. Exit code 1 when others had to be left out; each is
    named with the reason.

    Example: geostance feeds import subscriptions.opml --country IND --kind independent --language en
    """
    from config.feed_list import append_feeds
    from config.feeds import load_feeds
    from config.opml import read_opml
    from config.settings import load_settings

    path = feeds or load_settings().feeds
    known = load_feeds(path)
    [(_, document)] = read_inputs([file])
    defaults = {"country": country, "kind": kind, "language": language}
    added: list[Feed] = []
    left_out = 0
    listed = {feed.url for feed in known}
    outlines = {str(one["url"]): one for one in read_opml(document, file)}
    unlisted = [one for url, one in outlines.items() if url not in listed]
    for fields in unlisted:
        try:
            added.append(_feed_of(fields, defaults, (*known, *added)))
        except ConfigError as error:
            left_out += 1
            typer.echo(str(error), err=True)
    if added:
        append_feeds(path, added)
    passed_over = len(outlines) - len(unlisted)
    typer.echo(f"{len(added)} feeds added to {path}, {passed_over} on it already, {left_out} left out")
    if left_out:
        raise typer.Exit(1)


def export_feeds(
    file: Annotated[Path | None, typer.Argument(help="Default: standard output.")] = None,
    feeds: FeedsFile = None,
) -> None:
    """Write the feed list as OPML, which feed readers read; nothing is lost on the way back."""
    from config.feeds import load_feeds
    from config.opml import write_opml
    from config.settings import load_settings

    document = write_opml(load_feeds(feeds or load_settings().feeds), "geostance feeds")
    if file is None:
        sys.stdout.write(document.decode("utf-8"))
        return
    try:
        file.write_bytes(document)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written: {error.strerror}") from error


def _only_feed(url: str, settings: Settings, known: Iterable[Feed]) -> FoundFeed:
    """Return the one feed that an address leads to; raises ConfigError for none, several or a known one."""
    from tasks.feeds.discover import find_feeds
    from tasks.feeds.fetch import shared_fetcher

    try:
        found = find_feeds(url, shared_fetcher(settings), datetime.now(UTC))
    except FetchError as error:
        raise ConfigError(str(error)) from error
    if not found:
        raise ConfigError(f"{url}: no feed here, none that its page links to, none in the usual places")
    if len(found) > 1:
        listed = "".join(f"\n  {one.url}  {one.title}, {one.entry_count} entries" for one in found)
        raise ConfigError(f"{url}: the site has several feeds; add the one you mean:{listed}")
    for feed in known:
        if feed.url == found[0].url:
            raise ConfigError(f"{found[0].url} is on the list already, as {feed.id}")
    return found[0]


def _feed_of(fields: Mapping[str, object], defaults: Mapping[str, str | None], known: Iterable[Feed]) -> Feed:
    """Return the feed that an outline and the defaults make; its id is made new where it is taken."""
    from config.feed_list import feed_id_for, make_feed

    taken = {feed.id for feed in known}
    told = {name: value for name, value in defaults.items() if value} | dict(fields)
    told.setdefault("name", told["url"])
    if "id" not in told or told["id"] in taken:
        told["id"] = feed_id_for(str(told["name"]), taken)
    return make_feed(told)
