-- One row per UTC day and feed that has articles of that day: what was read, so that silence can be told from blindness.
create table pub.core.coverage as
select
    a.published_date as day,
    a.feed_id,
    count(*) as article_count,
    count(e.article_id) as extracted_count,
    count(*) filter (coalesce(a.story_id, a.article_id) = a.article_id) as story_count,
from wh.core.article as a
left join wh.core.extraction as e on e.article_id = a.article_id and e.superseded_at is null
group by a.published_date, a.feed_id
order by a.published_date, a.feed_id;

comment on table pub.core.coverage is 'Articles by day of publication and feed: the denominator of every trend';
comment on column pub.core.coverage.extracted_count is 'Of these, articles in a language that stances are extracted from';
comment on column pub.core.coverage.story_count is 'Of the articles, those that are no copy of an earlier one';
comment on column pub.core.coverage.day is 'UTC day of publication';
comment on column pub.core.coverage.feed_id is 'The feed';
comment on column pub.core.coverage.article_count is 'Articles of that day';
