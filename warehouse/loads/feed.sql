-- Feeds as the list has them; one that left the list stays, for its articles, but is not enabled.
merge into core.feed as f
using in_feed as i on f.feed_id = i.feed_id
when matched and f is distinct from i then update set
    name = i.name,
    url = i.url,
    domain = i.domain,
    country = i.country,
    language = i.language,
    kind = i.kind,
    state_owned = i.state_owned,
    enabled = i.enabled
when not matched then insert
when not matched by source and f.enabled then update set enabled = false
