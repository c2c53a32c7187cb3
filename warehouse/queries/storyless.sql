-- Which articles wait for their story? The first published first.
select article_id
from core.article
where story_id is null
order by published_at, article_id
