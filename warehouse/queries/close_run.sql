-- How a run ended.
update ops.run
set state = $state, finished_at = $finished_at
where run_id = $run_id and state = 'running'
