"""JSON-LD of a news page, in the shapes that outlets give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsroom.records import ArticlePage

Json = dict[str, object]


def linked_data(page: ArticlePage) -> Json | list[Json] | None:
    """Return a page's JSON-LD: one object, a @graph, a list, or None for an outlet without."""
    article = _video(page) if page.article.page == "video" else _article(page)
    context = {"@context": "https://schema.org"}
    match page.outlet.linked_data:
        case "object":
            return context | article
        case "graph":
            return context | {"@graph": [_site(page), _publisher(page), _breadcrumbs(page), article]}
        case "list":
            return [context | _publisher(page), context | _breadcrumbs(page), context | article]
        case _:
            return None


def _article(page: ArticlePage) -> Json:
    return {
        "@type": "NewsArticle",
        "@id": f"{page.url}#article",
        "mainEntityOfPage": {"@type": "WebPage", "@id": page.url},
        "url": page.url,
        "headline": page.article.title,
        "description": page.article.summary,
        "articleSection": page.article.section,
        "inLanguage": page.outlet.language,
        "isAccessibleForFree": True,
        "datePublished": page.published_at.isoformat(),
        "dateModified": page.modified_at.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in page.article.authors],
        "publisher": _publisher(page),
    }


def _video(page: ArticlePage) -> Json:
    return {
        "@type": "VideoObject",
        "@id": f"{page.url}#video",
        "url": page.url,
        "name": page.article.title,
        "description": page.article.summary,
        "inLanguage": page.outlet.language,
        "uploadDate": page.published_at.isoformat(),
        "publisher": _publisher(page),
    }


def _publisher(page: ArticlePage) -> Json:
    return {"@type": "NewsMediaOrganization", "name": page.outlet.name, "url": page.home_url}


def _site(page: ArticlePage) -> Json:
    return {
        "@type": "WebSite",
        "@id": f"{page.home_url}#site",
        "name": page.outlet.name,
        "url": page.home_url,
    }


def _breadcrumbs(page: ArticlePage) -> Json:
    steps = (
        (page.outlet.name, page.home_url),
        (page.article.section, page.section_url),
        (page.article.title, page.url),
    )
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
