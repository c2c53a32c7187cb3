-- How do those who hold most stances stand toward those who meet most? One row per holder and target, those with
-- most stances first; n is null where there is none.
with
counted as materialized (
    select
        s.holder_code,
        s.target_code,
        count(*) as n,
        avg(s.polarity) as net,
    from dyad_rows(since := $since, until := $until) as s
    group by s.holder_code, s.target_code
),
holders as (
    select holder_code, sum(n) as held
    from counted
    group by holder_code
    order by held desc, holder_code
    limit $most
),
targets as (
    select target_code, sum(n) as met
    from counted
    group by target_code
    order by met desc, target_code
    limit $most
)
select
    h.holder_code,
    t.target_code,
    c.n,
    c.net,
from holders as h
cross join targets as t
left join counted as c on c.holder_code = h.holder_code and c.target_code = t.target_code
order by h.held desc, h.holder_code, t.met desc, t.target_code;
