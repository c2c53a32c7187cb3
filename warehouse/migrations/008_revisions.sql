-- Articles change after they were read. core.article and core.article_text have an article as it was read
-- last, core.revision what it was before. Extractions and stances belong to one revision. And the entries
-- whose page is to be asked for again.
alter table core.article add column revision integer default 1;
alter table core.extraction add column revision integer default 1;
alter table core.stance add column revision integer default 1;

create table core.revision (
    article_id bigint not null,
    revision integer not null check (revision >= 1),
    title varchar not null,
    word_count integer not null,
    content_sha256 varchar not null,
    text varchar not null using compression zstd,
    read_at timestamptz not null,
    replaced_at timestamptz not null,
    run_id integer not null,  -- the run that replaced it
    check (replaced_at >= read_at),
);

create table ops.revisit (
    entry_id bigint not null,
    noticed_run_id integer not null,
    state varchar not null check (state in ('pending', 'unchanged', 'revised', 'failed')),
    reason varchar,
    detail varchar,
    last_run_id integer,
    check ((state = 'failed') = (reason is not null)),
);
