-- What became of entries that were asked for again.
update ops.revisit as v
set state = i.state, reason = i.reason, detail = i.detail, last_run_id = i.run_id
from in_revisit as i
where v.entry_id = i.entry_id and v.state = 'pending'
