-- One row per run.
create table pub.ops.run as
select run_id, flow_run, started_at, finished_at, state
from wh.ops.run
order by run_id;

comment on column pub.ops.run.state is 'running, complete, failed, or abandoned when it was killed';

comment on table pub.ops.run is 'Runs of the nightly flow and of reprocessing';
comment on column pub.ops.run.run_id is 'Counts from 1';
comment on column pub.ops.run.flow_run is 'Id of the flow run in Prefect';
comment on column pub.ops.run.started_at is 'UTC';
comment on column pub.ops.run.finished_at is 'UTC; null while it runs';
