-- One row: when this copy was made.
create table pub.ops.snapshot as
select $published_at::timestamptz as published_at
