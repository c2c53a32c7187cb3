-- Which stances are on a matter? One row per stance.
create or replace macro main.issue_rows(
    matter, who := null, since := null, until := null, press := null, with_target := false
) as table
select
    s.stance_id, s.article_id, s.feed_id, s.stance_date, s.holder_code, s.holder_part, s.target_code, s.issue_code, s.issue,
    s.code, s.polarity, s.intensity, s.score, s.modality, s.confidence, s.sentence,
from main.stance_rows(who := who, since := since, until := until, press := press) as s
where (s.issue_code = matter or lower(s.issue) = lower(matter))
and (with_target or s.target_code is null);

comment on macro table main.issue_rows is
'issue_rows(matter, who, since, until, press, with_target := false): stances on a matter, by its code or its words. with_target := true adds stances toward actors in which the matter is what it is about; their polarity is toward the actor, not the matter.';
