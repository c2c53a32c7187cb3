-- Which of these entries are loaded or rejected? One row per entry.
select entry_id
from ops.entry
where list_contains($entry_ids, entry_id) and state <> 'pending'
