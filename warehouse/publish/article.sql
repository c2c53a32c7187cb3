-- One row per article, without its text.
create table pub.core.article as
select
    article_id,
    url,
    canonical_url,
    title,
    authors,
    published_at,
    published_date,
    date_basis,
    fetched_at,
    language,
    section,
    word_count,
    content_sha256,
    agreement,
    is_free,
    feed_id,
    run_id,
    revision,
    coalesce(story_id, article_id) as story_id,
from wh.core.article
order by article_id;

comment on table pub.core.article is 'Articles read; their texts stay in the private warehouse';
comment on column pub.core.article.article_id is '63-bit hash of canonical_url: the same article has the same id for ever';
comment on column pub.core.article.published_date is 'UTC day of published_at; the day trends use';
comment on column pub.core.article.date_basis is 'Where published_at comes from: page, feed, or the time of fetching when neither told';
comment on column pub.core.article.agreement is 'How far two independent readings of the body agree, 0 to 1; null where only one was possible';
comment on column pub.core.article.is_free is 'What the page says of its being free to read; null where it says nothing';
comment on column pub.core.article.revision is '1, or how often another wording was read; former ones are in core.revision';
comment on column pub.core.article.story_id is 'Alike in copies of one report: the id of its first article';
comment on column pub.core.article.content_sha256 is 'Of the text: the same in copies of one agency report';
