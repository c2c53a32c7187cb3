-- Feed items that could not become entries: one row per item and reason, first and last met when.
merge into ops.rejection as r
using (
    select i.*
    from in_rejection as i
    qualify row_number() over (partition by i.feed_id, i.subject, i.reason) = 1
) as i
on r.feed_id = i.feed_id and r.subject = i.subject and r.reason = i.reason
when matched and r.last_run_id < i.run_id
    then update set last_run_id = i.run_id, detail = i.detail
when not matched
    then insert (feed_id, subject, stage, reason, detail, first_run_id, last_run_id)
    values (i.feed_id, i.subject, i.stage, i.reason, i.detail, i.run_id, i.run_id)
