-- Extractions by an extractor that is new to the article.
insert into core.extraction by name
select
    n.article_id,
    n.extractor,
    n.stance_count,
    n.run_id,
    n.recorded_at,
    n.revision,
from new_extraction as n
where not n.is_known
