-- Which extractions have more or fewer stances than they say? One row per extraction.
with
held as (
    select article_id, extractor, count(*) as stance_count
    from core.stance
    group by article_id, extractor
)
select e.article_id, e.extractor
from core.extraction as e
left join held as h on h.article_id = e.article_id and h.extractor = e.extractor
where e.stance_count <> coalesce(h.stance_count, 0)
