-- Feeds, what their last answer asked to be told next time, and every visit to them.
create schema if not exists core;

create table core.feed (
    feed_id varchar primary key,
    name varchar not null,
    url varchar not null,
    domain varchar not null,
    country varchar not null,
    language varchar not null,
    kind varchar not null,
    state_owned boolean,
    enabled boolean not null,
);

create table ops.feed_state (
    feed_id varchar primary key,
    etag varchar,
    last_modified varchar,
);

-- One row per run and feed; the items of a feed are its entries and its rejections.
create table ops.feed_visit (
    run_id integer not null,
    feed_id varchar not null,
    url varchar not null,
    fetched_at timestamptz not null,
    outcome varchar not null check (outcome in ('fetched', 'unchanged', 'failed')),
    status integer,
    reason varchar not null,
    detail varchar not null,
    seen_count integer not null,
    new_count integer not null,
    rejected_count integer not null,
    check ((outcome = 'failed') = (reason <> '')),
);
