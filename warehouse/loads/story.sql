-- Which story articles belong to, once and for all.
update core.article as a
set story_id = i.story_id
from in_story as i
where a.article_id = i.article_id and a.story_id is null
