-- How did a stance move? One row per period, gaps kept: n = 0 with coverage is silence, without it blindness.
create or replace macro main.stance_trend(
    who := null,
    whom := null,
    grain := 'week',
    since := null,
    until := null,
    press := null,
    min_confidence := 0,
    denied := false,
    count_by := 'stance',
    known_at := null
) as table
with
read as (
    from main.coverage(grain, since, until, press)
),
bounds as (
    select min(period) as first_day from read
),
units as (
    select
        date_trunc(grain, s.stance_date)::date as period,
        case count_by
            when 'stance' then hash(s.stance_id)
            when 'article' then hash(s.article_id)
            when 'story' then hash(s.story_id)
            when 'feed' then hash(s.feed_id)
            else error('count_by is stance, article, story or feed')
        end as unit,
        avg(s.polarity) as polarity,
        avg(s.score) as score,
        avg(abs(s.intensity)) as strength,
    from main.stance_rows(
        who, whom, (select first_day from bounds), until, press, min_confidence, denied, known_at
    ) as s
    group by all
),
counted as (
    select
        period,
        count(*) as n,
        count(*) filter (polarity > 0) as n_pos,
        count(*) filter (polarity < 0) as n_neg,
        avg(score) as mean_score,
        stddev_samp(score) as sd,
        avg(strength) as mean_intensity,
    from units
    group by period
)
select
    r.period,
    coalesce(c.n, 0) as n,
    coalesce(c.n_pos, 0) as n_pos,
    coalesce(c.n_neg, 0) as n_neg,
    (c.n_pos - c.n_neg) / c.n as net,
    c.mean_score,
    c.sd,
    1.96 * c.sd / sqrt(c.n) as ci95,
    c.mean_intensity,
    r.extracted as coverage,
    r.days_blind,
    1000 * coalesce(c.n, 0) / nullif(r.extracted, 0) as n_per_1000_articles,
from read as r
left join counted as c on c.period = r.period
order by r.period;

comment on macro table main.stance_trend is
'stance_trend(who, whom, grain := day|week|month|quarter|year, since, until, press, min_confidence, denied, count_by := stance|article|story|feed, known_at): one row per period, gaps kept. net = (n_pos - n_neg) / n; mean_score is of -1 to 1, ci95 half its 95 % interval; mean_intensity is 0 to 10, whichever way; coverage counts the articles looked at.';
