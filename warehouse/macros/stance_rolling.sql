-- How did a stance move, smoothed? One row per day, each with the days before it, every stance weighing the same.
create or replace macro main.stance_rolling(
    who,
    whom,
    days := 28,
    since := null,
    until := null,
    press := null,
    count_by := 'stance',
    known_at := null
) as table
with
daily as (
    select period as day, n, n_pos, n_neg, mean_score * n as score_sum, coverage
    from main.stance_trend(who, whom, 'day', since, until, press, 0, false, count_by, known_at)
)
select
    day,
    n,
    coverage,
    (sum(n) over recent)::bigint as n_window,
    (sum(n_pos) over recent - sum(n_neg) over recent) / nullif(sum(n) over recent, 0) as net,
    sum(score_sum) over recent / nullif(sum(n) over recent, 0) as mean_score,
from daily
window recent as (order by day range between to_days((days - 1)::integer) preceding and current row)
order by day;

comment on macro table main.stance_rolling is
'stance_rolling(who, whom, days := 28, since, until, press, count_by, known_at): net and mean score of each day and the days before it.';
