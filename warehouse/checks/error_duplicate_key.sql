-- Which keys are there twice? No index guards the tables that grow. One row per key.
select 'entry' as what, entry_id::varchar as key from ops.entry group by all having count(*) > 1
union all
select 'visit', run_id || ' ' || feed_id from ops.feed_visit group by all having count(*) > 1
union all
select 'article', article_id::varchar from core.article group by all having count(*) > 1
union all
select 'text', article_id::varchar from core.article_text group by all having count(*) > 1
union all
select 'extraction', article_id || ' ' || revision || ' ' || extractor from core.extraction group by all having count(*) > 1
union all
select 'revision', article_id || ' ' || revision from core.revision group by all having count(*) > 1
union all
select 'stance', stance_id::varchar from core.stance group by all having count(*) > 1
