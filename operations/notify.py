"""Block and automations that send word of nights, kept as the settings say; nobody else's are touched."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from operations.automations import LATE_SECONDS, TAG, UP, notices
from operations.nights import NIGHTLY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from operations.server import Site

BLOCK = "geostance"
WEBHOOK, APPRISE = "custom-webhook", "slack-webhook"
SLACK_HOSTS = ("hooks.slack.com", "hooks.slack-gov.com")


def block_for(url: str) -> tuple[str, dict[str, Any]]:
    """Return the type and the contents of the notification block that sends to a URL.

    A webhook takes JSON whose `text` is what Slack's kin (Mattermost, Rocket.Chat, Zulip) show. Prefect has
    no block for Apprise in general; that for Slack hands to Apprise whatever is not Slack's.
    """
    parts = urlsplit(url)
    if parts.scheme in {"http", "https"} and parts.hostname not in SLACK_HOSTS:
        said = {"text": "{{subject}}\n{{body}}", "subject": "{{subject}}", "body": "{{body}}"}
        return WEBHOOK, {"name": BLOCK, "url": url, "method": "POST", "json_data": said}
    return APPRISE, {"url": url}


def set_up_notices(site: Site, url: str, late_seconds: float = LATE_SECONDS) -> Iterator[str]:
    """Bring block and automations up to the settings, and yield words for what was done.

    Ours bear the tag `geostance` and, in their description, a digest of what we made them: one that a user
    edited or disabled stays so until what we would make changes. Without a URL ours are removed.
    """
    found = {one["name"]: one for one in site.ask("/automations/filter", {}) if TAG in one["tags"]}
    if not url:
        for one in found.values():
            site.ask(f"/automations/{one['id']}", method="DELETE")
        for one in _blocks(site):
            site.ask(f"/block_documents/{one['id']}", method="DELETE")
        yield "word of failed nights is sent nowhere: set notify_url" if not found else "notices removed"
        return
    block = _ensure_block(site, *block_for(url))
    wanted = {one["name"]: one for one in (notice.automation(block) for notice in notices(late_seconds))}
    for name in found.keys() - wanted.keys():
        site.ask(f"/automations/{found[name]['id']}", method="DELETE")
    for name, automation in wanted.items():
        _ensure_automation(site, automation, found.get(name))
    site.ask("/events", [_up_event(site)])
    yield f"word of failed and late nights goes to {urlsplit(url).scheme}://{urlsplit(url).hostname or ''}…"


def _ensure_automation(site: Site, wanted: dict[str, Any], found: dict[str, Any] | None) -> None:
    if found is None:
        site.ask("/automations/", wanted)
    elif found["description"] != wanted["description"]:
        site.ask(f"/automations/{found['id']}", wanted | {"enabled": found["enabled"]}, "PUT")


def _ensure_block(site: Site, slug: str, data: dict[str, Any]) -> str:
    """Return the id of the block document, with these contents."""
    block_type = site.ask(f"/block_types/slug/{slug}")["id"]
    wanted = {"block_schemas": {"block_type_id": {"any_": [block_type]}}, "limit": 1}
    [schema] = site.ask("/block_schemas/filter", wanted)
    kept = None
    for block in _blocks(site):
        if block["block_type_id"] != block_type:
            site.ask(f"/block_documents/{block['id']}", method="DELETE")
            continue
        kept = str(block["id"])
        update = {"data": data, "merge_existing_data": False, "block_schema_id": schema["id"]}
        site.ask(f"/block_documents/{kept}", update, "PATCH")
    if kept is None:
        new = {"name": BLOCK, "data": data, "block_type_id": block_type, "block_schema_id": schema["id"]}
        kept = str(site.ask("/block_documents/", new)["id"])
    return kept


def _blocks(site: Site) -> list[dict[str, Any]]:
    """Return the block documents of ours."""
    wanted = {
        "block_documents": {"name": {"any_": [BLOCK]}},
        "block_types": {"slug": {"any_": [WEBHOOK, APPRISE]}},
    }
    found: list[dict[str, Any]] = site.ask("/block_documents/filter", wanted)
    return found


def _up_event(site: Site) -> dict[str, Any]:
    """Return the event that says that nights are to be expected from now on."""
    flow = site.ask(NIGHTLY)["flow_id"]
    return {
        "id": str(uuid.uuid4()),
        "event": UP,
        "occurred": datetime.now(UTC).isoformat(),
        "resource": {"prefect.resource.id": "geostance.site", "prefect.resource.name": site.ui},
        "related": [
            {
                "prefect.resource.id": f"prefect.flow.{flow}",
                "prefect.resource.role": "flow",
                "prefect.resource.name": "nightly",
            }
        ],
    }
