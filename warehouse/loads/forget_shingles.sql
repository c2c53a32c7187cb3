-- Samples of articles that no new one is compared with any more.
delete from ops.shingle
where article_id in (
    select a.article_id
    from core.article as a
    where a.fetched_at < cast($now as timestamptz) - to_days(2 * cast($story_days as integer))
)
