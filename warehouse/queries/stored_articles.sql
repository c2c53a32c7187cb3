-- Title and text of some articles, as they were read last.
select
    a.article_id,
    a.title,
    t.text,
from core.article as a
join core.article_text as t on t.article_id = a.article_id
where list_contains($article_ids, a.article_id)
