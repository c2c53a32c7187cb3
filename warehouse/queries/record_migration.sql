-- One row: a migration applied just now.
insert into ops.migration (version, name, checksum, applied_at)
values ($version, $name, $checksum, $applied_at)
