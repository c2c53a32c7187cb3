-- How did the stance on a matter move? One row per period, gaps kept.
create or replace macro main.issue_trend(
    matter, who := null, grain := 'week', since := null, until := null, press := null, with_target := false
) as table
with
read as (
    from main.coverage(grain, since, until, press)
),
bounds as (
    select min(period) as first_day from read
),
counted as (
    select
        date_trunc(grain, s.stance_date)::date as period,
        count(*) as n,
        count(*) filter (s.polarity > 0) as n_pos,
        count(*) filter (s.polarity < 0) as n_neg,
        count(distinct s.holder_code) as holders,
        avg(s.score) as mean_score,
        stddev_samp(s.score) as sd,
    from main.issue_rows(matter, who, (select first_day from bounds), until, press, with_target) as s
    group by period
)
select
    r.period,
    coalesce(c.n, 0) as n,
    coalesce(c.n_pos, 0) as n_pos,
    coalesce(c.n_neg, 0) as n_neg,
    (c.n_pos - c.n_neg) / c.n as net,
    c.mean_score,
    1.96 * c.sd / sqrt(c.n) as ci95,
    coalesce(c.holders, 0) as holders,
    r.extracted as coverage,
    r.days_blind,
from read as r
left join counted as c on c.period = r.period
order by r.period;

comment on macro table main.issue_trend is
'issue_trend(matter, who, grain := week, since, until, press, with_target := false): the stance on a matter, one row per period, gaps kept.';
