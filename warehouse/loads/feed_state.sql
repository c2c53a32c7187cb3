-- What to send with the next request for each feed, as its last visit left it.
merge into ops.feed_state as s
using in_visit as i on s.feed_id = i.feed_id
when matched and (s.etag is distinct from i.etag or s.last_modified is distinct from i.last_modified)
    then update set etag = i.etag, last_modified = i.last_modified
when not matched
    then insert (feed_id, etag, last_modified) values (i.feed_id, i.etag, i.last_modified)
