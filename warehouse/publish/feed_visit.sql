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
comment on column pub.ops.feed_visit.run_id is 'The run';
comment on column pub.ops.feed_visit.feed_id is 'The feed';
comment on column pub.ops.feed_visit.fetched_at is 'When it was asked (UTC)';
comment on column pub.ops.feed_visit.outcome is 'fetched, unchanged, failed or skipped';
comment on column pub.ops.feed_visit.status is 'HTTP status, null where none came';
comment on column pub.ops.feed_visit.reason is 'Why it failed or was skipped, such as http-404 or timeout';
comment on column pub.ops.feed_visit.detail is 'The same in words';
