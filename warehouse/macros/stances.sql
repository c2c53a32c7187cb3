-- What stances are in force? One row per stance, with its actors, feed and article spelled out.
create or replace view main.stances as
select
    s.stance_date,
    s.holder_code,
    coalesce(h.name, replace(s.holder_code, 'name:', '')) as holder_name,
    s.holder,
    s.holder_role,
    s.target_code,
    coalesce(t.name, replace(s.target_code, 'name:', '')) as target_name,
    s.target,
    s.target_role,
    s.issue_code,
    s.issue,
    s.code,
    s.quad,
    s.polarity,
    s.intensity,
    s.score,
    s.modality,
    s.confidence,
    s.speaker_code,
    s.speaker,
    s.sentence,
    s.feed_id,
    f.name as feed_name,
    f.country as press,
    a.language,
    a.title,
    a.canonical_url as url,
    a.published_at at time zone 'UTC' as published_utc,
    s.char_start,
    s.char_end,
    s.stance_id,
    s.article_id,
    s.extractor,
    s.run_id,
    s.story_id,
    s.revision,
    s.recorded_at at time zone 'UTC' as recorded_utc,
from core.stance as s
join core.article as a on a.article_id = s.article_id
join core.feed as f on f.feed_id = s.feed_id
left join core.actor as h on h.code = s.holder_code
left join core.actor as t on t.code = s.target_code
where s.superseded_at is null;

comment on view main.stances is 'Every stance in force, wide; denied ones too (modality)';
