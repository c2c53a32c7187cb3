-- What did a run reject, entries and feed items alike? One row per stage and reason, with samples.
with
rejected as (
    select stage, reason, url as subject
    from ops.entry
    where last_run_id = $run_id and state = 'rejected'
    union all
    select stage, reason, subject
    from ops.rejection
    where last_run_id = $run_id
)
select
    stage,
    reason,
    count(*) as rejected_count,
    list(subject order by subject)[:$sample_count] as samples,
from rejected
group by stage, reason
order by rejected_count desc, stage, reason
