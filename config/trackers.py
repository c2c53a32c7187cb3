"""Query parameters that say how a reader came to a page, not which page it is.

Whoever adds one should know that no site uses it to choose what is shown: two articles that differ
in nothing else would become one. `id`, `ref`, `source`, `cid` or `mod` do choose on some sites, so
such names are dropped with the value "rss" alone.
"""

from __future__ import annotations

# Whole families of names.
TRACKER_PREFIXES = (
    "utm_",  # Google Analytics, and everybody since
    "mtm_", "piwik_", "matomo_",  # Matomo, formerly Piwik
    "at_",  # AT Internet: the BBC, France 24, Le Monde
    "ns_",  # comScore: the BBC's older links
    "wt_", "wt.",  # Webtrekk, Webtrends: German-language papers
    "hsa_", "_hs",  # HubSpot
    "oly_", "vero_", "sc_camp",  # mailings
    "guce_",  # Yahoo's consent page
    "ga_",  # Google Analytics, by hand
)  # fmt: skip

TRACKERS = frozenset(
    {
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid",
        "ttclid", "igshid", "li_fat_id", "srsltid", "_openstat",  # clicks, by where they were made
        "mc_cid", "mc_eid", "mkt_tok", "ck_subscriber_id",  # mailings
        "_ga", "_gl", "guccounter", "spm", "s_kwcid", "ncid", "icid", "intcmp", "cmpid", "cmp",
        "__twitter_impression", "sr_share", "ito", "echobox",
        "pk_campaign", "pk_kwd", "pk_keyword", "pk_source", "pk_medium", "pk_content", "pk_cid",  # Piwik
        "smid", "smtyp", "emc",  # The New York Times
        "wprss", "wpisrc", "wpmm",  # The Washington Post
        "traffic_source",  # Al Jazeera
        "xtor",  # Le Monde and other users of the older AT Internet
        "maca",  # Deutsche Welle
        "wtmc", "wtrid",  # German-language papers
        "sref", "srnd",  # Bloomberg
        ".tsrc", "tsrc",  # Yahoo
        "feedtype", "feedname",  # Reuters
        "phpsessid", "jsessionid",  # a session: another one at each visit
    }
)  # fmt: skip

# Names that mean something elsewhere, and nothing when they say that the link came from a feed.
TRACKERS_WITH_VALUE_RSS = frozenset(
    {"from", "source", "src", "ref", "partner", "origin", "mod", "cid", "via", "output", "medium", "campaign"}
)
