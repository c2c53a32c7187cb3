-- One row per run.
create table pub.ops.run as
select run_id, flow_run, started_at, finished_at, state
from wh.ops.run
order by run_id;

comment on column pub.ops.run.state is 'running, complete, failed, or abandoned when it was killed';
