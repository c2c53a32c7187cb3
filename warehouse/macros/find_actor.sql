-- Under which code is an actor? Those that no gazetteer knows are kept by name ('name:Acme Corp'). One row per code, with how many stances it holds and meets: first
-- who is called just so, then whose name has a word that begins so.
create or replace macro main.find_actor(words) as table
with
sides as (
    select holder_code as whose, holder_part as part, count(*) as held, 0 as met
    from main.stance_rows()
    group by holder_code, holder_part
    union all
    select target_code, target_part, 0, count(*)
    from main.stance_rows()
    where target_code is not null
    group by target_code, target_part
),
counted as materialized (
    select
        concat_ws(' ', whose, part) as code,
        whose,
        part,
        sum(held)::bigint as n_held,
        sum(met)::bigint as n_met,
    from sides
    group by whose, part
),
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
    select c.code, main.plain_name(c.code), 'by name', null, c.code
    from counted as c
    where starts_with(c.code, 'name:')
    union all
    select c.code, a.name || ' (' || c.part || ')', 'part', a.code, unnest([c.code, a.name])
    from counted as c
    join core.actor as a on a.code = c.whose
    where c.part is not null
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
)
select
    f.code,
    f.name,
    f.kind,
    f.country,
    coalesce(c.n_held, 0) as n_held,
    coalesce(c.n_met, 0) as n_met,
from found as f
left join counted as c on c.code = f.code
order by f.nearness, n_held + n_met desc, f.code;

comment on macro table main.find_actor is
'find_actor(words): the codes to ask for, by any part of a code or name, the nearest first; n_held and n_met are its stances. Parts that do not speak for their state are codes of their own (''IRN OPP'').';
