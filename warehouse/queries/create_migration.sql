-- The table of migrations itself, one row per migration applied.
create schema if not exists ops;

create table if not exists ops.migration (
    version integer primary key,
    name varchar not null,
    checksum varchar not null,
    applied_at timestamptz not null,
);
