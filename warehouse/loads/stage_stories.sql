-- The stories of articles, before they are stored.
create or replace temp table in_story (
    article_id bigint,
    story_id bigint,
);
