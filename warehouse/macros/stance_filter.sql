-- Which stances of any actors does a question mean? One row per stance; stance_rows narrows it to actors.
-- No parameter has the name of a column: inside a macro the parameter would win.
create or replace macro main.stance_filter(since, until, press, min_confidence, denied, known_at) as table
select
    s.stance_id, s.article_id, s.feed_id, s.stance_date,
    s.holder, s.holder_code, s.holder_role, s.holder_part, s.target, s.target_code, s.target_role, s.target_part,
    s.issue, s.issue_code,
    s.code, s.quad, s.polarity, s.intensity, s.score, s.modality, s.confidence,
    s.speaker, s.speaker_code, s.sentence, s.char_start, s.char_end, s.extractor, s.run_id, s.recorded_at,
    s.revision, s.story_id,
from core.stance as s
where (since is null or s.stance_date >= since::date)
and (until is null or s.stance_date <= until::date)
and (press is null or s.feed_id in (select f.feed_id from core.feed as f where f.country = press))
and s.confidence >= min_confidence
and (denied or s.modality <> 'denied')
and case
    when known_at is null then s.superseded_at is null
    else s.recorded_at <= known_at::timestamptz and coalesce(s.superseded_at > known_at::timestamptz, true)
end;

comment on macro table main.stance_filter is
'stance_filter(since, until, press, min_confidence, denied, known_at): what stance_rows is made from; ask that.';
