-- One row: what one check found in a run.
insert into ops.check_result (run_id, name, severity, bad_count, sample)
values ($run_id, $name, $severity, $bad_count, $sample)
