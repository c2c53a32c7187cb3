-- What is known of a run itself? One row.
select
    r.run_id,
    r.flow_run,
    r.state,
    r.started_at,
    r.finished_at,
    (select count(*) from ops.entry where first_run_id = r.run_id) as new_count,
    (select count(*) from ops.entry where last_run_id = r.run_id and state = 'loaded') as loaded_count,
    (select count(*) from ops.entry where last_run_id = r.run_id and state = 'rejected') as rejected_count,
    (select count(*) from ops.entry where last_run_id = r.run_id and state = 'pending') as retry_count,
    (select count(*) from ops.entry where state = 'pending') as pending_count,
    (select count(*) from core.stance where run_id = r.run_id) as stance_count,
    (select count(*) from ops.revisit where last_run_id = r.run_id) as revisit_count,
    (select count(*) from ops.revisit where last_run_id = r.run_id and state = 'revised') as revised_count,
from ops.run as r
where r.run_id = $run_id
