-- Which articles share text with one that waits for its story? One row per pair: shared of the samples of
-- each. What over a hundred articles have in common is a house's own phrase, not a report.
with
sized as (
    select article_id, count(*) as size
    from ops.shingle
    group by article_id
),
rare as (
    select article_id, shingle
    from ops.shingle
    qualify count(*) over (partition by shingle) between 2 and 100
),
shared as (
    select n.article_id, o.article_id as other_id, count(*) as shared
    from rare as n
    join rare as o on o.shingle = n.shingle and o.article_id <> n.article_id
    where n.article_id in (select a.article_id from core.article as a where a.story_id is null)
    group by all
    having count(*) >= $fewest
)
select
    s.article_id,
    s.other_id,
    s.shared / least(mine.size, other.size) as containment,
    o.story_id,
from shared as s
join sized as mine on mine.article_id = s.article_id
join sized as other on other.article_id = s.other_id
join core.article as a on a.article_id = s.article_id
join core.article as o on o.article_id = s.other_id
where s.shared >= $containment * least(mine.size, other.size)
and abs(date_diff('day', a.published_date, o.published_date)) <= $story_days
order by s.article_id, containment desc, o.published_at, s.other_id
