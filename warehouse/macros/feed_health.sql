-- How do the feeds do? One row per feed, over the last days before the last visit to any of them.
create or replace macro main.feed_health(days := 7) as table
with
span as (
    select max(v.fetched_at) as last_fetched
    from ops.feed_visit as v
),
bounds as (
    select last_fetched - to_days(days::integer) as since_then
    from span
),
recent as (
    select
        v.feed_id,
        count(*) filter (v.outcome <> 'skipped') as visits,
        count(*) filter (v.outcome = 'failed') as failed,
        sum(v.new_count)::bigint as new_entries,
        arg_max(v.outcome, v.run_id) as last_outcome,
        arg_max(v.reason, v.run_id) as last_reason,
    from ops.feed_visit as v
    where v.fetched_at > (select since_then from bounds)
    group by v.feed_id
),
answered as (
    select v.feed_id, max(v.fetched_at) as last_answer
    from ops.feed_visit as v
    where v.outcome in ('fetched', 'unchanged')
    group by v.feed_id
),
entries as (
    select
        e.feed_id,
        coalesce(sum(e.entry_count) filter (e.state = 'loaded'), 0)::bigint as loaded,
        coalesce(sum(e.entry_count) filter (e.state = 'rejected'), 0)::bigint as rejected,
        coalesce(sum(e.entry_count) filter (e.state = 'pending'), 0)::bigint as pending,
    from ops.entry_count as e
    group by e.feed_id
)
select
    f.feed_id,
    f.name,
    f.country,
    f.enabled,
    coalesce(r.visits, 0) as visits,
    coalesce(r.failed, 0) as failed,
    r.last_outcome,
    nullif(r.last_reason, '') as last_reason,
    a.last_answer at time zone 'UTC' as last_answer_utc,
    coalesce(r.new_entries, 0) as new_entries,
    coalesce(e.loaded, 0) as loaded,
    coalesce(e.rejected, 0) as rejected,
    coalesce(e.pending, 0) as pending,
    coalesce(s.failure_weight, 0) as failure_weight,
    s.wait_reason,
    s.wait_until at time zone 'UTC' as wait_until_utc,
    s.moved_to,
from core.feed as f
left join recent as r on r.feed_id = f.feed_id
left join answered as a on a.feed_id = f.feed_id
left join entries as e on e.feed_id = f.feed_id
left join ops.feed_state as s on s.feed_id = f.feed_id
order by f.enabled desc, failed desc, f.feed_id;

comment on macro table main.feed_health is
'feed_health(days := 7): visits, failures and new entries of each feed in the last days, when it last answered, what became of all its entries, whether it is left alone for now, and where it has moved.';
