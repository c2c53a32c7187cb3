-- Which articles lack their text, or texts their article? One row per article.
select coalesce(a.article_id, t.article_id) as article_id
from core.article as a
full join core.article_text as t on t.article_id = a.article_id
where a.article_id is null or t.article_id is null
