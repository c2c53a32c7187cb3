-- Runs of the flow, and what the data checks found at the end of each.
create table ops.run (
    run_id integer primary key,
    flow_run varchar,
    started_at timestamptz not null,
    finished_at timestamptz,
    state varchar not null check (state in ('running', 'complete', 'failed', 'abandoned')),
);

create table ops.check_result (
    run_id integer not null,
    name varchar not null,
    severity varchar not null check (severity in ('error', 'warn')),
    bad_count bigint not null,
    sample varchar,
);
