-- The stances of these extractions, with what they share with their article. What a revision says is another
-- stance than what the article said first, alike as they may be: its id is derived from both.
insert into core.stance by name
select
    i.* replace (
        case
            when n.revision = 1 then i.stance_id
            else ('0x' || left(md5(i.stance_id || ' ' || n.revision), 15))::bigint
        end as stance_id
    ),
    n.feed_id,
    n.stance_date,
    n.run_id,
    n.recorded_at,
    n.revision,
from in_stance as i
join new_extraction as n on n.article_id = i.article_id and n.extractor = i.extractor
where not n.is_known
order by n.stance_date, i.article_id, i.char_start
