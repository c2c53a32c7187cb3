-- Which extractions have more or fewer stances than they say? One row per extraction.
with
held as (
    select article_id, extractor, revision, count(*) as stance_count
    from core.stance
    group by article_id, extractor, revision
)
select e.article_id, e.extractor
from core.extraction as e
left join held as h on h.article_id = e.article_id and h.extractor = e.extractor and h.revision = e.revision
where e.stance_count <> coalesce(h.stance_count, 0)
