-- What did the data checks of a run find? One row per check.
select
    name,
    severity,
    bad_count,
    sample,
from ops.check_result
where run_id = $run_id
order by severity, name
