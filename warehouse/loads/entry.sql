-- Entries never seen before become pending; the first feed that brings one keeps it.
insert into ops.entry by name
select
    i.entry_id,
    i.feed_id,
    i.url,
    i.guid,
    i.title,
    i.summary,
    i.authors,
    i.published_at,
    i.run_id as first_run_id,
    i.place,
    'pending' as state,
    0 as attempts,
from in_entry as i
where i.entry_id not in (select e.entry_id from ops.entry as e)
qualify row_number() over (partition by i.entry_id order by i.place) = 1
order by i.place
