-- What a geostance of migration 7 could have stored: feeds left alone.
insert into ops.feed_state values
    ('new', null, null, 'https://new.example/rss', 1.5, '2024-01-05 00:00+00', 'backing-off', 1,
     'https://newer.example/rss', 2, '2024-01-01');
insert into ops.feed_visit values
    (2, 'new', 'https://new.example/rss', '2023-12-02 02:31+00', 'skipped', null, 'backing-off', '', 0, 0, 0);
