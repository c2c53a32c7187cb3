-- What queries/create_snapshot.sql made: its explanation.
comment on table pub.ops.snapshot is 'One row: when this copy was made; see snapshot_info';
comment on column pub.ops.snapshot.published_at is 'UTC';
