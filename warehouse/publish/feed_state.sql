-- One row per feed visited.
create table pub.ops.feed_state as
select
    feed_id,
    failure_weight,
    wait_until,
    wait_reason,
    gone_days,
    moved_to,
    moved_days,
from wh.ops.feed_state
order by feed_id;

comment on table pub.ops.feed_state is 'How each feed has fared of late, and whether it is left alone for now';
comment on column pub.ops.feed_state.failure_weight is 'Failures since the last success: hard ones 1, soft 0.5, passing 0.25';
comment on column pub.ops.feed_state.wait_until is 'Not asked before';
comment on column pub.ops.feed_state.moved_to is 'Where a permanent redirect leads, seen on moved_days days';
comment on column pub.ops.feed_state.feed_id is 'The feed';
comment on column pub.ops.feed_state.wait_reason is 'Why it is left alone: fresh, backing-off, asked-to-wait or gone';
comment on column pub.ops.feed_state.gone_days is 'Days on which it answered 410';
comment on column pub.ops.feed_state.moved_days is 'Days on which it was said to have moved for good';
