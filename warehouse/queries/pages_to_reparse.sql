-- Which entries' pages were last read by another reader than the present one, and what came of them? Of several
-- entries that lead to one article the one that made it; of refused ones those whose page was fetched. Articles
-- count by their day, refused pages by that of their entry, the latest first.
select
    e.entry_id,
    e.feed_id,
    e.url,
    e.guid,
    e.title,
    e.summary,
    e.authors,
    e.published_at,
    a.article_id,
    a.fetched_at,
    a.title as article_title,
    a.content_sha256,
    a.published_at as article_published_at,
    a.language,
from ops.entry as e
join ops.run as r on r.run_id = e.first_run_id
left join core.article as a on a.article_id = e.article_id
where e.reader is distinct from $reader
and (a.entry_id = e.entry_id or (e.state = 'rejected' and e.stage = 'article'))
and (
    cast($since as date) is null
    or coalesce(a.published_date, cast(coalesce(e.published_at, r.started_at) at time zone 'UTC' as date)) >= cast($since as date)
)
and (
    cast($until as date) is null
    or coalesce(a.published_date, cast(coalesce(e.published_at, r.started_at) at time zone 'UTC' as date)) <= cast($until as date)
)
order by coalesce(a.published_at, e.published_at, r.started_at) desc, e.entry_id
