-- Which sentences stand behind a number? One row per stance, the latest first.
create or replace macro main.stance_evidence(
    who := null,
    whom := null,
    since := null,
    until := null,
    press := null,
    denied := false,
    known_at := null
) as table
select
    s.stance_date,
    s.holder_code,
    s.target_code,
    s.code,
    s.polarity,
    s.intensity,
    s.modality,
    s.confidence,
    s.issue,
    coalesce(s.speaker, s.speaker_code) as speaker,
    s.sentence,
    f.name as feed,
    a.title,
    a.canonical_url as url,
    s.extractor,
    s.stance_id,
from main.stance_rows(who, whom, since, until, press, 0, denied, known_at) as s
join core.article as a on a.article_id = s.article_id
join core.feed as f on f.feed_id = s.feed_id
order by s.stance_date desc, s.confidence desc, s.stance_id;

comment on macro table main.stance_evidence is
'stance_evidence(who, whom, since, until, press, denied, known_at): the sentences behind a number, with their articles.';
