-- What did articles say that they say no longer, and the other way round? One row per stance that was
-- dropped or added when an article was read again and found changed.
create or replace macro main.stance_changes(who := null, whom := null, since := null, until := null) as table
with
edits as (
    select article_id, revision, replaced_at
    from core.revision
    where cause = 'edit'
    and (since is null or replaced_at >= since::timestamptz)
    and (until is null or replaced_at <= until::timestamptz)
),
said as (
    select e.article_id, e.revision as edit, e.replaced_at, 'dropped' as change, s.*
    from edits as e
    join core.stance as s
    on s.article_id = e.article_id and s.revision = e.revision and s.superseded_at = e.replaced_at
    union all
    select e.article_id, e.revision as edit, e.replaced_at, 'added' as change, s.*
    from edits as e
    join core.stance as s
    on s.article_id = e.article_id and s.revision = e.revision + 1 and s.recorded_at = e.replaced_at
)
select
    d.replaced_at at time zone 'UTC' as changed_utc,
    d.change,
    d.holder_code,
    d.target_code,
    d.code,
    d.modality,
    d.issue,
    d.sentence,
    a.title,
    a.canonical_url as url,
    d.article_id,
    d.stance_id,
from said as d
join core.article as a on a.article_id = d.article_id
where (who is null or d.holder_code = who)
and (whom is null or d.target_code = whom)
and not exists (
    from said as o
    where o.article_id = d.article_id and o.edit = d.edit and o.change <> d.change
    and o.holder_code = d.holder_code and o.target_code is not distinct from d.target_code
    and o.code = d.code and o.modality = d.modality and o.issue_code is not distinct from d.issue_code
)
order by d.replaced_at desc, d.article_id, d.change desc, d.char_start;

comment on macro table main.stance_changes is
'stance_changes(who, whom, since, until): stances that articles dropped or added after they were first read; changed_utc is when the new wording was read.';
