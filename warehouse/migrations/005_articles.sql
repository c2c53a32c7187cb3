-- Articles, and their texts apart: a text is never published, nor dragged through the scan of a trend.
create table core.article (
    article_id bigint not null,
    url varchar not null,
    canonical_url varchar not null,
    title varchar not null,
    authors varchar[] not null,
    published_at timestamptz not null,
    published_date date not null,
    date_basis varchar not null check (date_basis in ('page', 'feed', 'fetched')),
    fetched_at timestamptz not null,
    language varchar not null,
    section varchar,
    word_count integer not null,
    content_sha256 varchar not null,
    agreement double check (agreement between 0 and 1),
    is_free boolean,
    feed_id varchar not null,
    entry_id bigint not null,
    run_id integer not null,
);

-- zstd: 39 % smaller and three times cheaper to write than the default compression of text.
create table core.article_text (
    article_id bigint not null,
    text varchar using compression zstd not null,
);
