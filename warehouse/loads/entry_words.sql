-- The ledger takes over how a feed words the entries that are to be asked for again.
update ops.entry as e
set title = i.title, summary = i.summary
from in_entry as i
where e.entry_id = i.entry_id
and e.feed_id = i.feed_id
and e.entry_id in (select v.entry_id from ops.revisit as v where v.state = 'pending')
