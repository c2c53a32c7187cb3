-- What one transaction of feed readings brings, before it is compared with what is there.
create or replace temp table in_visit (
    run_id integer,
    feed_id varchar,
    url varchar,
    fetched_at timestamptz,
    outcome varchar,
    status integer,
    reason varchar,
    detail varchar,
    seen_count integer,
    rejected_count integer,
    etag varchar,
    last_modified varchar,
);

create or replace temp table in_entry (
    entry_id bigint,
    feed_id varchar,
    url varchar,
    guid varchar,
    title varchar,
    summary varchar,
    authors varchar[],
    published_at timestamptz,
    run_id integer,
    place integer,
);

create or replace temp table in_rejection (
    feed_id varchar,
    subject varchar,
    stage varchar,
    reason varchar,
    detail varchar,
    run_id integer,
);
