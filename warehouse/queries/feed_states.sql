-- What is remembered of each feed? One row per feed visited.
select
    feed_id,
    etag,
    last_modified,
    url,
    failure_weight,
    wait_until,
    wait_reason,
    gone_days,
    moved_to,
    moved_days,
    counted_on,
from ops.feed_state
order by feed_id
