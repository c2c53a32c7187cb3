-- The stances of these extractions, with what they share with their article.
insert into core.stance by name
select
    i.*,
    n.feed_id,
    n.stance_date,
    n.run_id,
    n.recorded_at,
from in_stance as i
join new_extraction as n on n.article_id = i.article_id and n.extractor = i.extractor
where not n.is_known
order by n.stance_date, i.article_id, i.char_start
