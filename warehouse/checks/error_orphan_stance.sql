-- Which stances belong to no article, feed or extraction? One row per stance.
select s.stance_id
from core.stance as s
where not exists (from core.article as a where a.article_id = s.article_id)
or not exists (from core.feed as f where f.feed_id = s.feed_id)
or not exists (
    from core.extraction as e
    where e.article_id = s.article_id and e.extractor = s.extractor and e.revision = s.revision
)
