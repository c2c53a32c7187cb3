-- In whose press does a relation look how? One row per country of the press, and how far it stands from all others.
create or replace macro main.stance_by_press(who, whom, since := null, until := null, min_n := 5) as table
with
counted as (
    select
        f.country as press,
        count(*) as n,
        count(distinct s.feed_id) as feeds,
        avg(s.polarity) as net,
        avg(s.score) as mean_score,
        sum(s.score) as score_sum,
        stddev_samp(s.score) as sd,
    from main.stance_rows(who, whom, since, until) as s
    join core.feed as f on f.feed_id = s.feed_id
    group by f.country
),
compared as (
    select
        press,
        n,
        feeds,
        net,
        mean_score,
        1.96 * sd / sqrt(n) as ci95,
        mean_score - (sum(score_sum) over () - score_sum) / nullif(sum(n) over () - n, 0) as gap,
    from counted
)
select press, n, feeds, net, mean_score, ci95, gap
from compared
where n >= min_n
order by gap nulls last, press;

comment on macro table main.stance_by_press is
'stance_by_press(who, whom, since, until, min_n := 5): the same relation in the press of each country; gap is its mean score less that of all other press.';
