-- One row per run and feed; loaded again, the visit of that run is as it was.
insert into ops.feed_visit by name
select
    i.run_id,
    i.feed_id,
    i.url,
    i.fetched_at,
    i.outcome,
    i.status,
    i.reason,
    i.detail,
    i.seen_count,
    (
        select count(*)
        from ops.entry as e
        where e.first_run_id = i.run_id and e.feed_id = i.feed_id
    ) as new_count,
    i.rejected_count,
from in_visit as i
where not exists (from ops.feed_visit as v where v.run_id = i.run_id and v.feed_id = i.feed_id)
