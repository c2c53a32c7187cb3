-- Makes room for the findings of a run whose checks are done again.
delete from ops.check_result
where run_id = $run_id
