"""OPML: the lists of feeds that feed readers exchange (OPML 2.0).

What OPML has no word for travels in attributes of our own, which other programs pass over: a list
that is exported and imported again is the same list.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from config.feeds import Feed

NAMESPACE = "urn:geostance:feeds"
OWN = ("id", "country", "kind", "state_owned", "enabled")
WORDS = {"true": True, "false": False}


def write_opml(feeds: Iterable[Feed], title: str) -> bytes:
    """Return the feeds as an OPML document, in a folder for each country."""
    root = etree.Element("opml", version="2.0", nsmap={"geostance": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for country, of_country in groupby(sorted(feeds, key=_country), key=_country):
        folder = etree.SubElement(body, "outline", text=country)
        for feed in of_country:
            etree.SubElement(folder, "outline", _attributes(feed))
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return document


def read_opml(document: bytes, name: str) -> tuple[dict[str, object], ...]:
    """Return the fields of each feed that an OPML document names, as far as it tells.

    Markup that is slightly broken, as of many programs, is read as far as it goes. Raises
    ConfigError for what is no OPML.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ConfigError(f"{name}: no OPML: {error}") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise ConfigError(f"{name}: no OPML: the document does not begin with <opml>")
    return tuple(_fields(outline) for outline in root.iter("outline") if outline.get("xmlUrl"))


def _country(feed: Feed) -> str:
    return feed.country


def _attributes(feed: Feed) -> dict[str, str]:
    plain = {"type": "rss", "text": feed.name, "title": feed.name, "xmlUrl": feed.url}
    described = {"language": feed.language, "description": feed.note}
    own = {f"{{{NAMESPACE}}}{name}": _word(getattr(feed, name)) for name in OWN}
    return {name: value for name, value in (plain | described | own).items() if value}


def _word(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _fields(outline: etree._Element) -> dict[str, object]:
    known: dict[str, object] = {
        "name": outline.get("title") or outline.get("text"),
        "url": (outline.get("xmlUrl") or "").strip(),
        "language": (outline.get("language") or "")[:2].lower(),
        "note": outline.get("description"),
    }
    own = {name: outline.get(f"{{{NAMESPACE}}}{name}") for name in OWN}
    known |= {name: WORDS.get(value, value) for name, value in own.items() if value}
    return {name: value for name, value in known.items() if value is not None and value != ""}
