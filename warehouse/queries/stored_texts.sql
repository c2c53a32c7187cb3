-- The texts of some articles, with the day they are of.
select
    t.article_id,
    t.text,
    a.published_date,
from core.article_text as t
join core.article as a on a.article_id = t.article_id
where list_contains($article_ids, t.article_id)
order by t.article_id
