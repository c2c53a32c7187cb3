-- Which enabled feeds brought no new entry in their last seven visits, but did before? One row per feed.
with
numbered as (
    select
        v.feed_id,
        v.new_count,
        row_number() over (partition by v.feed_id order by v.run_id desc) as visits_ago,
    from ops.feed_visit as v
    join core.feed as f on f.feed_id = v.feed_id and f.enabled
    where v.outcome <> 'skipped'
)
select feed_id
from numbered
group by feed_id
having count(*) > 7
and coalesce(sum(new_count) filter (visits_ago <= 7), 0) = 0
and sum(new_count) > 0
