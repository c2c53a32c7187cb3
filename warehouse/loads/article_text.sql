-- The texts of articles that are not there yet; goes before loads/article.sql.
insert into core.article_text by name
select
    i.article_id,
    i.text,
from in_text as i
where i.article_id not in (select a.article_id from core.article as a)
