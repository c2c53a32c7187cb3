-- One row per feed item or entry that led to no article, and why.
create table pub.ops.rejection as
select feed_id, url as subject, title, stage, reason, detail, last_run_id as run_id
from wh.ops.entry
where state = 'rejected'
union all
select feed_id, subject, null, stage, reason, detail, last_run_id
from wh.ops.rejection
order by all;

comment on table pub.ops.rejection is 'What was not read, and why';
comment on column pub.ops.rejection.reason is 'A short stable code, such as http-404 or no-text';
comment on column pub.ops.rejection.feed_id is 'The feed';
comment on column pub.ops.rejection.subject is 'Address or name of the item';
comment on column pub.ops.rejection.title is 'Headline in the feed';
comment on column pub.ops.rejection.stage is 'entry, page or article: how far it came';
comment on column pub.ops.rejection.detail is 'The reason in words';
comment on column pub.ops.rejection.run_id is 'The run that met it last';
