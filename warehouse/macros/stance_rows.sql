-- Which stances does a question mean? One row per stance; every other macro reads through this one.
-- No parameter has the name of a column: inside a macro the parameter would win.
create or replace macro main.stance_rows(
    who := null,
    whom := null,
    since := null,
    until := null,
    press := null,
    min_confidence := 0,
    denied := false,
    known_at := null
) as table
select
    s.stance_id, s.article_id, s.feed_id, s.stance_date,
    s.holder, s.holder_code, s.holder_role, s.target, s.target_code, s.target_role, s.issue, s.issue_code,
    s.code, s.quad, s.polarity, s.intensity, s.score, s.modality, s.confidence,
    s.speaker, s.speaker_code, s.sentence, s.char_start, s.char_end, s.extractor, s.run_id, s.recorded_at,
from core.stance as s
where (who is null or exists (
    from core.actor_tree as h
    where h.root_code = who and h.code = s.holder_code
    and s.stance_date >= coalesce(h.valid_from, '-infinity') and s.stance_date < coalesce(h.valid_until, 'infinity')
))
and (whom is null or exists (
    from core.actor_tree as t
    where t.root_code = whom and t.code = s.target_code
    and s.stance_date >= coalesce(t.valid_from, '-infinity') and s.stance_date < coalesce(t.valid_until, 'infinity')
))
and (since is null or s.stance_date >= since::date)
and (until is null or s.stance_date <= until::date)
and (press is null or s.feed_id in (select f.feed_id from core.feed as f where f.country = press))
and s.confidence >= min_confidence
and (denied or s.modality <> 'denied')
and case
    when known_at is null then s.superseded_at is null
    else s.recorded_at <= known_at::timestamptz and coalesce(s.superseded_at > known_at::timestamptz, true)
end;

comment on macro table main.stance_rows is
'stance_rows(who, whom, since, until, press, min_confidence, denied, known_at): the stances a question means. Null is any; ''NATO members'' stands for the members of the day; press is the country of the feed; denied := true takes denied stances too; known_at asks what was in force at that time.';
