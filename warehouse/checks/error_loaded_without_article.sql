-- Which entries claim an article that is not there? One row per entry.
select entry_id, article_id
from ops.entry
where state = 'loaded' and article_id not in (select article_id from core.article)
