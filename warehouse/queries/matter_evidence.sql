-- Which sentences stand behind the camps on a matter? One row per stance, the latest first, so many.
with latest as (
    select *
    from issue_rows($matter, null, $since, $until) as i
    order by i.stance_date desc, i.confidence desc, i.stance_id
    limit $shown
)
select
    e.stance_date,
    e.holder_code,
    e.target_code,
    e.code,
    e.polarity,
    e.modality,
    coalesce(s.speaker, s.speaker_code) as speaker,
    e.sentence,
    f.name as feed,
    a.title,
    a.canonical_url as url,
from latest as e
join core.stance as s on s.stance_id = e.stance_id and s.holder_code = e.holder_code
join core.article as a on a.article_id = e.article_id
join core.feed as f on f.feed_id = e.feed_id
order by e.stance_date desc, e.confidence desc, e.stance_id;
