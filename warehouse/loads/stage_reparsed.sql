-- Entries whose pages the present reader has read, and what it made of them; with reason where it is no article.
create or replace temp table in_reparsed (
    entry_id bigint,
    article_id bigint,
    state varchar,
    reason varchar,
    detail varchar,
);
