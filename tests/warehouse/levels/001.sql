-- What a geostance of migration 1 could have stored: runs and their checks.
insert into ops.run values
    (1, 'first', '2023-12-01 02:30+00', '2023-12-01 02:40+00', 'complete'),
    (2, null, '2023-12-02 02:30+00', null, 'abandoned');
insert into ops.check_result values (1, 'duplicate_key', 'error', 0, null), (1, 'silent_feed', 'warn', 1, 'bbc');
