-- Which relations moved most? One row per holder and target: the last days against as many before them.
create or replace macro main.stance_movers(on_day := null, days := 7, min_n := 5, press := null) as table
with
span as (
    select max(day) as last_read
    from core.coverage
),
bounds as (
    select coalesce(on_day::date, last_read) as last_day
    from span
),
rows_in_reach as (
    select
        s.holder_code,
        s.target_code,
        s.score,
        s.feed_id,
        s.stance_date > (select last_day from bounds) - days::integer as is_now,
    from main.dyad_rows(
        since := (select last_day from bounds) - 2 * days::integer + 1,
        until := (select last_day from bounds),
        press := press
    ) as s
),
compared as (
    select
        holder_code,
        target_code,
        count(*) filter (not is_now) as n_before,
        count(*) filter (is_now) as n_now,
        count(distinct feed_id) as feeds,
        avg(score) filter (not is_now) as mean_before,
        avg(score) filter (is_now) as mean_now,
        coalesce(greatest(var_samp(score) filter (not is_now), 1e-4), 1e-4) / nullif(n_before, 0)
        + coalesce(greatest(var_samp(score) filter (is_now), 1e-4), 1e-4) / nullif(n_now, 0) as variance,
    from rows_in_reach
    group by holder_code, target_code
)
select
    holder_code,
    target_code,
    n_before,
    n_now,
    feeds,
    mean_before,
    mean_now,
    mean_now - mean_before as shift,
    (mean_now - mean_before) / sqrt(variance) as z,
from compared
where n_now >= min_n and n_before >= min_n
order by abs(z) desc, holder_code, target_code;

comment on macro table main.stance_movers is
'stance_movers(on_day, days := 7, min_n := 5, press): the relations that moved most, the last days against as many before them; without on_day up to the last day read.';
