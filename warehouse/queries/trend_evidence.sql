-- Which sentences stand behind each period of a trend? One row per stance, the latest of each period, so many a period.
with ranked as (
    select
        date_trunc($grain, s.stance_date)::date as period,
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
            partition by date_trunc($grain, s.stance_date)
            order by s.stance_date desc, s.confidence desc, s.stance_id
        ) as place,
        count(*) over (partition by date_trunc($grain, s.stance_date)) as total,
    from stance_rows($who, $whom, since := $since, until := $until) as s
    qualify place <= $shown
)
select
    r.period,
    r.total,
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
order by r.period, r.place;
