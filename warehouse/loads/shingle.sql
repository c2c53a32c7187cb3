-- Samples of the texts of articles that are not there yet; goes before loads/article.sql.
insert into ops.shingle
from in_shingle as i
where i.article_id not in (select a.article_id from core.article as a)
