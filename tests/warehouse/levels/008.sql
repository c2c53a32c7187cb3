-- What a geostance of migration 8 could have stored: what an article was before, and what is to be asked for again.
insert into core.revision values
    (101, 1, 'Won', 240, 'sha-0', 'Russia praised NATO.', '2023-12-01 02:32+00', '2023-12-02 02:32+00', 2);
update core.article set revision = 2 where article_id = 101;
update core.extraction set revision = 2 where article_id = 101 and superseded_at is null;
update core.stance set revision = 2 where article_id = 101 and extractor = 'new-2';
insert into ops.revisit values
    (11, 2, 'revised', null, null, 2),
    (11, 2, 'failed', 'http-404', 'gone', 2);
