-- One row per feed and state of its entries: entries = loaded + rejected + pending.
create table pub.ops.entry_count as
select feed_id, state, count(*) as entry_count
from wh.ops.entry
group by feed_id, state
order by feed_id, state;

comment on table pub.ops.entry_count is 'How many entries of each feed are loaded, rejected or still pending';
comment on column pub.ops.entry_count.feed_id is 'The feed';
comment on column pub.ops.entry_count.state is 'loaded, rejected or pending';
comment on column pub.ops.entry_count.entry_count is 'Entries of the feed in that state';
