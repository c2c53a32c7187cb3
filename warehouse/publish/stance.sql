-- One row per stance, in force or superseded; sorted so that the question "who toward whom" reads few blocks.
-- A state's people, firms, papers and opposition do not speak for it, but what is done to people, firms and papers is
-- done to it: as targets only opposition and rebels are somebody else.
create table pub.core.stance as
with
state as materialized (
    select code from wh.core.actor where kind = 'state'
)
select
    s.stance_id,
    s.article_id,
    s.feed_id,
    s.stance_date,
    s.holder,
    s.holder_code,
    s.holder_role,
    case
        when s.holder_role in ('OPP', 'REB', 'UAF', 'CVL', 'BUS', 'MED', 'EDU', 'REL')
        and s.holder_code in (from state) then s.holder_role
    end as holder_part,
    s.target,
    s.target_code,
    s.target_role,
    case
        when s.target_role in ('OPP', 'REB', 'UAF')
        and s.target_code in (from state) then s.target_role
    end as target_part,
    s.issue,
    s.issue_code,
    s.code,
    s.quad,
    s.polarity,
    s.intensity,
    s.intensity / 10 as score,
    s.modality,
    s.speaker,
    s.speaker_code,
    s.sentence,
    s.char_start,
    s.char_end,
    s.confidence,
    s.extractor,
    s.run_id,
    s.recorded_at,
    s.revision,
    coalesce(a.story_id, s.article_id) as story_id,
    e.superseded_at,
from wh.core.stance as s
join wh.core.extraction as e on e.article_id = s.article_id and e.extractor = s.extractor and e.revision = s.revision
join wh.core.article as a on a.article_id = s.article_id
order by s.holder_code, s.target_code, s.stance_date, s.stance_id;

comment on table pub.core.stance is 'Stances, superseded ones too: prefer the view stances or the macro stance_rows';
comment on column pub.core.stance.stance_date is 'UTC day the article was published';
comment on column pub.core.stance.holder is 'As the text words it, like target, issue and speaker';
comment on column pub.core.stance.target_code is 'Null where the stance is on a matter (issue) alone';
comment on column pub.core.stance.issue_code is 'Null where the matter is none of core.issue';
comment on column pub.core.stance.code is 'PLOVER event type, such as ACCUSE or AID';
comment on column pub.core.stance.quad is 'Verbal or material, cooperation or conflict: V-COOP, M-COOP, V-CONF, M-CONF';
comment on column pub.core.stance.polarity is '1 for, -1 against';
comment on column pub.core.stance.intensity is 'Goldstein-like strength of the code, -10 to 10, signed as polarity is';
comment on column pub.core.stance.score is 'intensity / 10, -1 to 1: what the trends average';
comment on column pub.core.stance.modality is 'asserted, intended, conditional or denied; trends leave denied ones out';
comment on column pub.core.stance.speaker is 'Who reports the stance of the holder; null where the holder speaks for itself';
comment on column pub.core.stance.char_start is 'Where the sentence begins in the text of the article, in characters';
comment on column pub.core.stance.confidence is 'Of the classifier, 0 to 1';
comment on column pub.core.stance.revision is 'Of the article, the one that says so';
comment on column pub.core.stance.story_id is 'Alike in copies of one report: the id of its first article';
comment on column pub.core.stance.superseded_at is 'Null while in force; else when a newer extraction of the article replaced it';
comment on column pub.core.stance.stance_id is '63 bits; the same finding has the same id for ever';
comment on column pub.core.stance.article_id is 'Of core.article';
comment on column pub.core.stance.feed_id is 'The feed that brought the article first';
comment on column pub.core.stance.holder_code is 'Who takes the stance: of core.actor, or name: and a name';
comment on column pub.core.stance.holder_role is 'The part of the holder that is named: GOV, MIL, LEG, OPP, REB ...';
comment on column pub.core.stance.holder_part is 'The role, where the holder is a part of a state that does not speak for it: OPP, REB, CVL, MED ...';
comment on column pub.core.stance.target_part is 'The role, where the target is the opposition of a state or its rebels';
comment on column pub.core.stance.target is 'Toward whom, as the text words it';
comment on column pub.core.stance.target_role is 'The part of the target that is named';
comment on column pub.core.stance.issue is 'The matter, as the text words it';
comment on column pub.core.stance.speaker_code is 'Of core.actor, where the speaker is one';
comment on column pub.core.stance.sentence is 'The sentence that proves it';
comment on column pub.core.stance.char_end is 'Where the sentence ends in the text of the article, in characters';
comment on column pub.core.stance.extractor is 'Model, gazetteer, rules and least confidence that read it';
comment on column pub.core.stance.run_id is 'The run that loaded it';
comment on column pub.core.stance.recorded_at is 'When it was loaded (UTC)';
