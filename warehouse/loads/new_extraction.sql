-- Which extractions come into force? Those of an extractor that is not in force for the article yet,
-- read from the very text that is stored: offsets into another wording of it would lie.
-- One row per article; is_known where the same extractor was in force once before.
create or replace temp table new_extraction as
select
    i.article_id,
    i.extractor,
    i.stance_count,
    i.run_id,
    i.recorded_at,
    a.feed_id,
    a.published_date as stance_date,
    a.revision,
    exists (
        from core.extraction as e
        where e.article_id = i.article_id and e.extractor = i.extractor and e.revision = a.revision
    ) as is_known,
from in_extraction as i
join core.article as a on a.article_id = i.article_id
where (i.content_sha256 is null or i.content_sha256 = a.content_sha256)
and not exists (
    from core.extraction as e
    where e.article_id = i.article_id and e.extractor = i.extractor
    and e.revision = a.revision and e.superseded_at is null
)
