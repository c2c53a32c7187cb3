-- Which entries are to be asked for again, and which article did they lead to? The longest noticed first.
select
    e.entry_id,
    e.feed_id,
    e.url,
    e.guid,
    e.title,
    e.summary,
    e.authors,
    e.published_at,
    e.article_id,
from ops.revisit as v
join ops.entry as e on e.entry_id = v.entry_id
where v.state = 'pending'
order by v.noticed_run_id, e.place
limit $most
