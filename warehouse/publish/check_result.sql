-- One row per run and data check.
create table pub.ops.check_result as
select run_id, name, severity, bad_count, sample
from wh.ops.check_result
order by run_id, name;

comment on table pub.ops.check_result is 'What the data checks found at the end of each run';
comment on column pub.ops.check_result.run_id is 'The run that was checked';
comment on column pub.ops.check_result.name is 'Of the check';
comment on column pub.ops.check_result.severity is 'error keeps a run from being published, warn does not';
comment on column pub.ops.check_result.bad_count is 'Rows that should not be';
comment on column pub.ops.check_result.sample is 'One of them';
