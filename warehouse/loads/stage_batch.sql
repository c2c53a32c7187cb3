-- What one transaction of articles and stances brings, before it is compared with what is there.
create or replace temp table in_outcome (
    entry_id bigint,
    article_id bigint,
    is_retryable boolean,
    stage varchar,
    reason varchar,
    detail varchar,
    run_id integer,
);

create or replace temp table in_article as from core.article limit 0;
create or replace temp table in_text as from core.article_text limit 0;
create or replace temp table in_shingle as from ops.shingle limit 0;

create or replace temp table in_extraction (
    article_id bigint,
    content_sha256 varchar,
    extractor varchar,
    stance_count integer,
    run_id integer,
    recorded_at timestamptz,
);

create or replace temp table in_stance (
    stance_id bigint,
    article_id bigint,
    extractor varchar,
    holder varchar,
    holder_code varchar,
    holder_role varchar,
    target varchar,
    target_code varchar,
    target_role varchar,
    issue varchar,
    issue_code varchar,
    code varchar,
    quad varchar,
    polarity tinyint,
    intensity double,
    modality varchar,
    speaker varchar,
    speaker_code varchar,
    sentence varchar,
    char_start integer,
    char_end integer,
    confidence double,
);
