-- What is remembered of each feed, as its last visit left it.
merge into ops.feed_state as s
using in_state as i on s.feed_id = i.feed_id
when matched and s is distinct from i
    then update set
        etag = i.etag,
        last_modified = i.last_modified,
        url = i.url,
        failure_weight = i.failure_weight,
        wait_until = i.wait_until,
        wait_reason = i.wait_reason,
        gone_days = i.gone_days,
        moved_to = i.moved_to,
        moved_days = i.moved_days,
        counted_on = i.counted_on
when not matched
    then insert
