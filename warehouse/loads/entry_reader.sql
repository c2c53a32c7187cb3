-- The present reader has read the pages of these entries, or knows that they are lost; so it has for others that
-- lead to the same articles. A reason for a refusal is the newest one.
update ops.entry as e
set
    reader = $reader,
    reason = case when e.state = 'rejected' then coalesce(i.reason, e.reason) else e.reason end,
    detail = case when e.state = 'rejected' then coalesce(i.detail, e.detail) else e.detail end,
from in_reparsed as i
where e.entry_id = i.entry_id or e.article_id = i.article_id
