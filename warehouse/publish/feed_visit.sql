-- One row per run and feed.
create table pub.ops.feed_visit as
select
    run_id,
    feed_id,
    fetched_at,
    outcome,
    status,
    reason,
    detail,
    seen_count,
    new_count,
    rejected_count,
from wh.ops.feed_visit
order by run_id, feed_id;

comment on table pub.ops.feed_visit is 'Every visit to a feed and what it brought';
comment on column pub.ops.feed_visit.seen_count is 'Items of the feed';
comment on column pub.ops.feed_visit.new_count is 'Of these, entries never seen before, in any feed';
comment on column pub.ops.feed_visit.rejected_count is 'Of these, items that could not become entries';
