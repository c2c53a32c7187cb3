-- How many articles did a run load? One row per language, the most frequent first.
select
    language,
    count(*) as article_count,
from core.article
where run_id = $run_id
group by language
order by article_count desc, language
