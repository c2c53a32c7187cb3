-- A new run, numbered after the last.
insert into ops.run (run_id, flow_run, started_at, state)
select coalesce(max(run_id), 0) + 1, $flow_run, $started_at, 'running'
from ops.run
returning run_id
