-- Copies of one report are one story, named by its first article; null until a run looked for copies.
-- ops.shingle samples the texts of the last days for that: an index, not a fact, and not kept.
alter table core.article add column story_id bigint;

create table ops.shingle (
    article_id bigint not null,
    shingle bigint not null,
);
