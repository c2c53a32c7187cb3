-- Which codes are nearest to what was typed, as a code or as any name? One row per code, best first.
with
named as (
    select code, name
    from core.actor
    union
    select holder_code, holder_code
    from core.stance
    union
    select target_code, target_code
    from core.stance
    where target_code is not null
    union
    select group_code || ' members', group_code || ' members'
    from core.actor_member
    union
    select distinct holder_code || ' ' || holder_part, holder_code || ' ' || holder_part
    from core.stance
    where holder_part is not null
    union
    select code, alias as name
    from core.actor_alias
),
scored as (
    select
        code,
        max(
            case
                when code = $typed then 3
                when lower(name) = lower($typed) then 2
                else greatest(
                    jaro_winkler_similarity(lower(name), lower($typed)),
                    jaro_winkler_similarity(lower(code), lower($typed))
                )
            end
        ) as likeness,
    from named
    group by code
)
select code
from scored
where likeness > 0.8
order by likeness desc, code
limit 5
