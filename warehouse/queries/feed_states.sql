-- What does the next request for each feed send along? One row per feed visited.
select feed_id, etag, last_modified
from ops.feed_state
order by feed_id
