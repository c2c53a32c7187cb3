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
comment on column pub.core.article.url is 'Where the page was fetched';
comment on column pub.core.article.canonical_url is 'The one address that stands for all its copies on that site';
comment on column pub.core.article.title is 'Headline';
comment on column pub.core.article.authors is 'As the page names them';
comment on column pub.core.article.published_at is 'When it was published, to the second where the page tells (UTC)';
comment on column pub.core.article.fetched_at is 'When the wording in force was read (UTC)';
comment on column pub.core.article.language is 'ISO 639-1';
comment on column pub.core.article.section is 'As the page names it';
comment on column pub.core.article.word_count is 'Of its text';
comment on column pub.core.article.feed_id is 'The feed that brought it first';
comment on column pub.core.article.run_id is 'The run that loaded it';
