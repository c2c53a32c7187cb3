-- Entries that their feed words in another way than when they were loaded, or says to have been changed since
-- their page was last asked for, are to be asked for again, if they were met first in the last $revisit_days
-- days; goes before loads/entry_words.sql. Digits do not count: a summary that tells "5 comments" changes every
-- night. Nor does a time of change that several entries of a feed have: that is when the feed was made.
insert into ops.revisit by name
with
asked as (
    select entry_id, max(last_run_id) as run_id
    from ops.revisit
    group by entry_id
),
shown as (
    select *, count(*) over (partition by feed_id, updated_at) as changed_with
    from in_entry
)
select distinct on (i.entry_id)
    i.entry_id,
    i.run_id as noticed_run_id,
    'pending' as state,
from shown as i
join ops.entry as e on e.entry_id = i.entry_id and e.feed_id = i.feed_id
join ops.run as met on met.run_id = e.first_run_id
join ops.run as r on r.run_id = i.run_id
left join asked as a on a.entry_id = i.entry_id
join ops.run as last on last.run_id = greatest(e.last_run_id, a.run_id)
where e.state = 'loaded'
and met.run_id <> i.run_id
and met.started_at >= r.started_at - to_days(cast($revisit_days as integer))
and (
    regexp_replace(lower(i.title || ' ' || i.summary), '[\W\d_]+', '', 'g')
    <> regexp_replace(lower(e.title || ' ' || e.summary), '[\W\d_]+', '', 'g')
    or (i.updated_at > last.started_at and i.updated_at <= r.started_at and i.changed_with = 1)
)
and not exists (from ops.revisit as v where v.entry_id = i.entry_id and v.state = 'pending')
