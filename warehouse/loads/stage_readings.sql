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
);

create or replace temp table in_state (
    feed_id varchar,
    etag varchar,
    last_modified varchar,
    url varchar,
    failure_weight double,
    wait_until timestamptz,
    wait_reason varchar,
    gone_days integer,
    moved_to varchar,
    moved_days integer,
    counted_on date,
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
    updated_at timestamptz,
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
