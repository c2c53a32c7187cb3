-- Which visits met more new entries or rejected items than items? One row per visit.
select run_id, feed_id
from ops.feed_visit
where new_count + rejected_count > seen_count
