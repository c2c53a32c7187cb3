-- The ledger of every feed entry ever seen, and the feed items that could not become entries.
-- No key or index here nor on the other tables that grow: it would cost memory and time at each load,
-- and the loading statements look before they insert. checks/error_duplicate_key.sql guards them.
create table ops.entry (
    entry_id bigint not null,
    feed_id varchar not null,
    url varchar not null,
    guid varchar,
    title varchar not null,
    summary varchar not null,
    authors varchar[] not null,
    published_at timestamptz,
    first_run_id integer not null,
    place integer not null,  -- among the new entries of its run: the order they are worked off in
    state varchar not null check (state in ('pending', 'loaded', 'rejected')),
    stage varchar,
    reason varchar,
    detail varchar,
    attempts integer not null,
    last_run_id integer,  -- the last run that tried it
    article_id bigint,
    check ((state = 'loaded') = (article_id is not null)),
    check (state <> 'rejected' or reason is not null),
);

create table ops.rejection (
    feed_id varchar not null,
    subject varchar not null,
    stage varchar not null,
    reason varchar not null,
    detail varchar not null,
    first_run_id integer not null,
    last_run_id integer not null,
);
