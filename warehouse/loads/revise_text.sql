-- The texts of articles that changed; goes after loads/revision.sql and before loads/revise_article.sql.
update core.article_text as t
set text = i.text
from in_text as i
where t.article_id = i.article_id
and i.article_id in (
    select r.article_id
    from core.revision as r
    join core.article as a on a.article_id = r.article_id and a.revision = r.revision
)
