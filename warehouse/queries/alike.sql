-- Which articles share text with one that waits for its story? One row per pair: shared of the samples of
-- each. What over a hundred articles have in common is a house's own phrase, not a report; and texts of which one
-- has $fewest_numbers numbers or more, and less than the share $same_numbers of them in common with the other, are
-- a form filled in anew: the markets, the weather, the scores.
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
),
numbered as (
    select
        article_id,
        list_distinct(
            list_transform(regexp_extract_all(text, '\d+(?:[.,:]\d+)*'), lambda one: regexp_replace(one, '\D', '', 'g'))
        ) as numbers,
    from core.article_text
    where article_id in (from (select article_id from shared union select other_id from shared))
)
select
    s.article_id,
    s.other_id,
    s.shared / least(mine.size, other.size) as containment,
    o.story_id,
from shared as s
join numbered as n on n.article_id = s.article_id
join numbered as m on m.article_id = s.other_id
join sized as mine on mine.article_id = s.article_id
join sized as other on other.article_id = s.other_id
join core.article as a on a.article_id = s.article_id
join core.article as o on o.article_id = s.other_id
where s.shared >= $containment * least(mine.size, other.size)
and abs(date_diff('day', a.published_date, o.published_date)) <= $story_days
and (
    least(len(n.numbers), len(m.numbers)) < $fewest_numbers
    or len(list_intersect(n.numbers, m.numbers)) >= $same_numbers * least(len(n.numbers), len(m.numbers))
)
order by s.article_id, containment desc, o.published_at, s.other_id
