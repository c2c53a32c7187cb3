-- How many entries did a run meet for the first time? One row.
select count(*)
from ops.entry
where first_run_id = $run_id
