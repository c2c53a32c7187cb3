-- When did a stance turn? One row per period, compared with the periods just before it (Welch's z).
create or replace macro main.stance_shift(
    who,
    whom,
    grain := 'week',
    baseline := 12,
    min_n := 5,
    since := null,
    until := null,
    press := null,
    count_by := 'stance',
    known_at := null
) as table
with
periods as (
    select
        period,
        n,
        mean_score,
        mean_score * n as score_sum,
        coalesce((n - 1) * sd ** 2, 0) + n * mean_score ** 2 as square_sum,
        coverage,
    from main.stance_trend(who, whom, grain, since, until, press, 0, false, count_by, known_at)
),
compared as (
    select
        period,
        n,
        mean_score,
        coverage,
        coalesce(sum(n) over before, 0)::bigint as n_baseline,
        sum(score_sum) over before / nullif(sum(n) over before, 0) as baseline_mean,
        greatest(square_sum / nullif(n, 0) - mean_score ** 2, 1e-4) as variance,
        sum(square_sum) over before / nullif(sum(n) over before, 0) as baseline_square,
    from periods
    window before as (order by period rows between baseline preceding and 1 preceding)
)
select
    period,
    n,
    mean_score,
    n_baseline,
    baseline_mean,
    mean_score - baseline_mean as shift,
    case
        when n >= min_n and n_baseline >= min_n then (mean_score - baseline_mean) / sqrt(
            variance / n + greatest(baseline_square - baseline_mean ** 2, 1e-4) / n_baseline
        )
    end as z,
    coverage,
from compared
order by period;

comment on macro table main.stance_shift is
'stance_shift(who, whom, grain := week, baseline := 12, min_n := 5, since, until, press, count_by, known_at): each period against the baseline periods before it; z > 0 is friendlier than before, |z| > 3 is worth reading.';
