-- One row per former wording of an article, without its text.
create table pub.core.revision as
select
    r.article_id,
    r.revision,
    r.title,
    r.word_count,
    r.content_sha256,
    r.read_at,
    r.replaced_at,
    r.cause,
from wh.core.revision as r
order by r.article_id, r.revision;

comment on table pub.core.revision is 'What articles were before they changed; core.article has them as they were read last';
comment on column pub.core.revision.article_id is 'The article, under its id of ever';
comment on column pub.core.revision.revision is 'Counts from 1; that of core.article is the one in force';
comment on column pub.core.revision.title is 'Headline of that time';
comment on column pub.core.revision.word_count is 'Words of its text';
comment on column pub.core.revision.content_sha256 is 'Of its text';
comment on column pub.core.revision.read_at is 'When that wording was read (UTC)';
comment on column pub.core.revision.replaced_at is 'When another was read in its place (UTC)';
comment on column pub.core.revision.cause is 'Why: edit, the outlet changed it; reader, a later version of geostance reads the same page otherwise';
