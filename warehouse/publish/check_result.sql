-- One row per run and data check.
create table pub.ops.check_result as
select run_id, name, severity, bad_count, sample
from wh.ops.check_result
order by run_id, name;

comment on table pub.ops.check_result is 'What the data checks found at the end of each run';
