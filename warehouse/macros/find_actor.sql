-- Under which code is an actor? Those that no gazetteer knows are kept by name ('name:Acme Corp'). One row per code, with how many stances it holds and meets: first
-- who is called just so, then whose name has a word that begins so.
create or replace macro main.find_actor(words) as table
with
named as (
    select a.code, a.name, a.kind, a.country, unnest([a.code, a.name]) as called
    from core.actor as a
    union all
    select a.code, a.name, a.kind, a.country, l.alias
    from core.actor_alias as l
    join core.actor as a on a.code = l.code
    union all
    select a.code || ' members', 'members of ' || a.name, 'members', null, a.code || ' members ' || a.name
    from core.actor as a
    where a.code in (select m.group_code from core.actor_member as m)
    union all
    select unnamed.code, main.plain_name(unnamed.code), 'by name', null, unnamed.code
    from (
        select holder_code as code from main.stance_rows() where starts_with(holder_code, 'name:')
        union
        select target_code from main.stance_rows() where starts_with(target_code, 'name:')
    ) as unnamed
),
found as (
    select
        code,
        name,
        kind,
        country,
        min(case
            when lower(called) = lower(words) then 0
            when contains(' ' || lower(called), ' ' || lower(words)) then 1
            else 2 -- within a word: NATO in Anatoly
        end) as nearness,
    from named
    where contains(lower(called), lower(words))
    group by all
),
held as (
    select holder_code as code, count(*) as n
    from main.stance_rows()
    group by holder_code
),
met as (
    select target_code as code, count(*) as n
    from main.stance_rows()
    group by target_code
)
select
    f.code,
    f.name,
    f.kind,
    f.country,
    coalesce(h.n, 0) as n_held,
    coalesce(m.n, 0) as n_met,
from found as f
left join held as h on h.code = f.code
left join met as m on m.code = f.code
order by f.nearness, n_held + n_met desc, f.code;

comment on macro table main.find_actor is
'find_actor(words): the codes to ask for, by any part of a code or name, the nearest first; n_held and n_met are its stances.';
