-- Which articles have more than one extraction in force? Their stances would count twice. One row per article.
select article_id
from core.extraction
where superseded_at is null
group by article_id
having count(*) > 1
