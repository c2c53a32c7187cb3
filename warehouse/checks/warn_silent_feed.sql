-- Which enabled feeds answer, but have brought no new entry for seven visits, and for four times as many as usually
-- lie between two that bring some? One row per feed. Visits that failed or were left out tell nothing of it.
with
answered as (
    select
        v.feed_id,
        v.new_count,
        row_number() over (partition by v.feed_id order by v.run_id) as visit,
    from ops.feed_visit as v
    join core.feed as f on f.feed_id = v.feed_id and f.enabled
    where v.outcome in ('fetched', 'unchanged')
),
news as (
    select
        feed_id,
        visit,
        visit - lag(visit) over (partition by feed_id order by visit) as visits_between,
    from answered
    where new_count > 0
),
usual as (
    select feed_id, max(visit) as last_visit, coalesce(median(visits_between), 1) as visits_between
    from news
    group by feed_id
)
select u.feed_id
from usual as u
join answered as a on a.feed_id = u.feed_id
group by u.feed_id, u.last_visit, u.visits_between
having max(a.visit) - u.last_visit >= greatest(7, 4 * u.visits_between)
