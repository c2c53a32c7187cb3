-- Refused entries that the present reader takes are pending again, to be settled by loads/outcome.sql.
update ops.entry as e
set state = 'pending', stage = null, reason = null, detail = null, last_run_id = null
from in_reparsed as i
where e.entry_id = i.entry_id and i.state = 'taken' and e.state = 'rejected'
