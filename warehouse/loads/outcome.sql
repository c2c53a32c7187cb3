-- What became of pending entries; the same outcomes again, or of entries already settled, change nothing.
-- What may pass is tried again, until it was tried $max_attempts times.
update ops.entry as e
set
    state = case
        when i.article_id is not null then 'loaded'
        when i.is_retryable and e.attempts + 1 < $max_attempts then 'pending'
        else 'rejected'
    end,
    article_id = i.article_id,
    stage = i.stage,
    reason = i.reason,
    detail = i.detail,
    attempts = e.attempts + 1,
    last_run_id = i.run_id,
    reader = case when i.article_id is not null or i.stage = 'article' then $reader else e.reader end,
from in_outcome as i
where e.entry_id = i.entry_id and e.state = 'pending' and e.last_run_id is distinct from i.run_id
