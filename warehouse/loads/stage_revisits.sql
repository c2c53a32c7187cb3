-- What asking for pages again brought, before the ledger knows.
create or replace temp table in_revisit (
    entry_id bigint,
    state varchar,
    reason varchar,
    detail varchar,
    run_id integer,
);
