-- What is remembered of a feed from visit to visit: besides its validators its failures in a row, until
-- when it is left alone and why, and on how many days it answered that it is gone or has moved for good.
-- It holds for the feed's address at the time. And visits that were left out for it.
-- Both tables are made anew: their checks cannot be changed in place.
create temp table old_state as
select s.feed_id, s.etag, s.last_modified, f.url
from ops.feed_state as s
left join core.feed as f on f.feed_id = s.feed_id;

drop table ops.feed_state;

create table ops.feed_state (
    feed_id varchar primary key,
    etag varchar,
    last_modified varchar,
    url varchar,
    failure_weight double not null check (failure_weight >= 0),
    wait_until timestamptz,
    wait_reason varchar check (wait_reason in ('fresh', 'backing-off', 'asked-to-wait', 'gone')),
    gone_days integer not null check (gone_days >= 0),
    moved_to varchar,
    moved_days integer not null check (moved_days >= 0),
    counted_on date,
    check ((wait_until is null) = (wait_reason is null)),
    check ((moved_to is null) = (moved_days = 0)),
);

insert into ops.feed_state
select feed_id, etag, last_modified, url, 0, null, null, 0, null, 0, null
from old_state;

drop table old_state;

create temp table old_visit as
from ops.feed_visit;

drop table ops.feed_visit;

create table ops.feed_visit (
    run_id integer not null,
    feed_id varchar not null,
    url varchar not null,
    fetched_at timestamptz not null,
    outcome varchar not null check (outcome in ('fetched', 'unchanged', 'failed', 'skipped')),
    status integer,
    reason varchar not null,
    detail varchar not null,
    seen_count integer not null,
    new_count integer not null,
    rejected_count integer not null,
    check ((outcome in ('failed', 'skipped')) = (reason <> '')),
);

insert into ops.feed_visit
from old_visit;

drop table old_visit;
