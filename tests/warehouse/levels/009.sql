-- What a geostance of migration 9 could have stored: stories, and samples of texts.
update core.article set story_id = 101 where article_id = 101;
insert into ops.shingle values (101, 4), (101, 8);
