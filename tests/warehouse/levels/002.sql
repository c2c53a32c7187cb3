-- What a geostance of migration 2 could have stored: feeds, their validators and visits.
insert into core.feed values
    ('bbc', 'BBC', 'https://bbc.example/rss', 'bbc.example', 'GBR', 'en', 'daily', null, true),
    ('old', 'Old', 'https://old.example/rss', 'old.example', 'DEU', 'de', 'weekly', true, false);
insert into ops.feed_state values ('bbc', '"tag"', null), ('gone', null, 'Fri, 01 Dec 2023 02:30:00 GMT');
insert into ops.feed_visit values
    (1, 'bbc', 'https://bbc.example/rss', '2023-12-01 02:31+00', 'fetched', 200, '', '', 3, 2, 1),
    (1, 'old', 'https://old.example/rss', '2023-12-01 02:31+00', 'failed', 503, 'http-503', 'busy', 0, 0, 0),
    (2, 'bbc', 'https://bbc.example/rss', '2023-12-02 02:31+00', 'unchanged', 304, '', '', 0, 0, 0);
