-- Which entries wait to be worked off? One row per entry, those of older runs first.
select
    entry_id,
    feed_id,
    url,
    guid,
    title,
    summary,
    authors,
    published_at,
from ops.entry
where state = 'pending' and attempts < $max_attempts
order by first_run_id, place
