-- What stances are in force? One row per stance, with its actors, feed and article spelled out.
create or replace view main.stances as
select
    s.stance_date,
    s.holder_code,
    coalesce(h.name, main.plain_name(s.holder_code)) as holder_name,
    s.holder,
    s.holder_role,
    s.holder_part,
    s.target_code,
    coalesce(t.name, main.plain_name(s.target_code)) as target_name,
    s.target,
    s.target_role,
    s.target_part,
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
comment on column main.stances.stance_date is 'UTC day the article was published';
comment on column main.stances.holder_code is 'Who takes the stance';
comment on column main.stances.holder_name is 'Its usual name';
comment on column main.stances.holder is 'As the text words it';
comment on column main.stances.holder_role is 'The part of the holder that is named: GOV, MIL, LEG, OPP, REB ...';
comment on column main.stances.holder_part is 'The role, where that part of a state does not speak for it: OPP, REB, CVL, MED ...';
comment on column main.stances.target_code is 'Toward whom; null where the stance is on a matter alone';
comment on column main.stances.target_name is 'Its usual name';
comment on column main.stances.target is 'As the text words it';
comment on column main.stances.target_role is 'The part of the target that is named';
comment on column main.stances.target_part is 'The role, where it is the opposition of a state or its rebels';
comment on column main.stances.issue_code is 'Of core.issue; null where the matter is none of them';
comment on column main.stances.issue is 'The matter, as the text words it';
comment on column main.stances.code is 'PLOVER event type, such as ACCUSE or AID';
comment on column main.stances.quad is 'V-COOP, M-COOP, V-CONF or M-CONF';
comment on column main.stances.polarity is '1 for, -1 against';
comment on column main.stances.intensity is 'Of the code, -10 to 10';
comment on column main.stances.score is 'intensity / 10';
comment on column main.stances.modality is 'asserted, intended, conditional or denied';
comment on column main.stances.confidence is 'Of the classifier, 0 to 1';
comment on column main.stances.speaker_code is 'Who reports it, where that is an actor of the gazetteer';
comment on column main.stances.speaker is 'As the text words it; null where the holder speaks for itself';
comment on column main.stances.sentence is 'The sentence that proves it';
comment on column main.stances.feed_id is 'The feed that brought the article first';
comment on column main.stances.feed_name is 'Of the paper';
comment on column main.stances.press is 'Country of the feed, ISO 3166 alpha-3';
comment on column main.stances.language is 'Of the article, ISO 639-1';
comment on column main.stances.title is 'Headline';
comment on column main.stances.url is 'Canonical address of the article';
comment on column main.stances.published_utc is 'When the article was published';
comment on column main.stances.char_start is 'Where the sentence begins in the text, in characters';
comment on column main.stances.char_end is 'Where it ends';
comment on column main.stances.stance_id is 'Of core.stance';
comment on column main.stances.article_id is 'Of core.article';
comment on column main.stances.extractor is 'Model, gazetteer, rules and least confidence that read it';
comment on column main.stances.run_id is 'The run that loaded it';
comment on column main.stances.story_id is 'Alike in copies of one report';
comment on column main.stances.revision is 'Of the article, the one that says so';
comment on column main.stances.recorded_utc is 'When it was loaded';
