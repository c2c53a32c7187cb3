-- What was in force for these articles is so no longer; what comes back into force is.
update core.extraction as e
set superseded_at = case when e.extractor = n.extractor and e.revision = n.revision then null else n.recorded_at end
from new_extraction as n
where e.article_id = n.article_id and (e.superseded_at is null or (e.extractor = n.extractor and e.revision = n.revision))
