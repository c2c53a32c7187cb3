-- Which codes are nearest to what was typed, as a code or as any name? One row per code, best first.
with
named as (
    select distinct root_code as code, root_code as name
    from core.actor_tree
    union all
    select code, name
    from core.actor
    union all
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
                else jaro_winkler_similarity(lower(name), lower($typed))
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
