-- Which sentences stand behind each of these holders toward each of these targets? One row per stance, the latest
-- of each dyad, so many a dyad.
with ranked as (
    select
        s.stance_id,
        s.article_id,
        s.feed_id,
        s.stance_date,
        s.holder_code,
        s.target_code,
        s.code,
        s.polarity,
        s.modality,
        s.confidence,
        coalesce(s.speaker, s.speaker_code) as speaker,
        s.sentence,
        row_number() over (
            partition by s.holder_code, s.target_code
            order by s.stance_date desc, s.confidence desc, s.stance_id
        ) as place,
    from dyad_rows(since := $since, until := $until) as s
    where s.holder_code in $holders
    and s.target_code in $targets
    qualify place <= $shown
)
select
    r.stance_date,
    r.holder_code,
    r.target_code,
    r.code,
    r.polarity,
    r.modality,
    r.speaker,
    r.sentence,
    f.name as feed,
    a.title,
    a.canonical_url as url,
from ranked as r
join core.article as a on a.article_id = r.article_id
join core.feed as f on f.feed_id = r.feed_id
order by r.holder_code, r.target_code, r.place;
