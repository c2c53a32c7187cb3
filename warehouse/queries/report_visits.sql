-- How did a run's visits to the feeds go? One row per feed, in the order of the feeds.
select
    feed_id,
    outcome,
    status,
    reason,
    detail,
    seen_count,
    new_count,
    rejected_count,
from ops.feed_visit
where run_id = $run_id
order by feed_id
