-- Articles that are not there yet.
insert into core.article
from in_article as i
where i.article_id not in (select a.article_id from core.article as a)
