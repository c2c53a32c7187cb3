-- Entries that their feed words in another way than when they were loaded are to be asked for again, if they
-- were met first in the last $revisit_days days; goes before loads/entry_words.sql. Digits do not count: a
-- summary that tells "5 comments" changes every night.
insert into ops.revisit by name
select distinct on (i.entry_id)
    i.entry_id,
    i.run_id as noticed_run_id,
    'pending' as state,
from in_entry as i
join ops.entry as e on e.entry_id = i.entry_id and e.feed_id = i.feed_id
join ops.run as met on met.run_id = e.first_run_id
join ops.run as r on r.run_id = i.run_id
where e.state = 'loaded'
and met.run_id <> i.run_id
and met.started_at >= r.started_at - to_days(cast($revisit_days as integer))
and regexp_replace(lower(i.title || ' ' || i.summary), '[\W\d_]+', '', 'g')
<> regexp_replace(lower(e.title || ' ' || e.summary), '[\W\d_]+', '', 'g')
and not exists (from ops.revisit as v where v.entry_id = i.entry_id and v.state = 'pending')
