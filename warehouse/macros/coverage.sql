-- How much was read? One row per period, gaps kept.
create or replace macro main.coverage(grain := 'week', since := null, until := null, press := null) as table
with
span as (
    select min(day) as first_read, max(day) as last_read
    from core.coverage
),
bounds as (
    select
        date_trunc(grain, coalesce(since::date, first_read))::date as first_day,
        coalesce(until::date, last_read) as last_day,
    from span
),
days as (
    select unnest(generate_series(first_day::timestamp, last_day::timestamp, interval 1 day))::date as day
    from bounds
),
counted as (
    select
        c.day,
        sum(c.article_count)::bigint as articles,
        sum(c.extracted_count)::bigint as extracted,
        sum(c.story_count)::bigint as stories,
        list(c.feed_id) as feed_ids,
    from core.coverage as c
    where press is null or c.feed_id in (select f.feed_id from core.feed as f where f.country = press)
    group by c.day
)
select
    date_trunc(grain, d.day)::date as period,
    coalesce(sum(c.articles), 0)::bigint as articles,
    coalesce(sum(c.extracted), 0)::bigint as extracted,
    coalesce(len(list_distinct(flatten(list(c.feed_ids) filter (c.feed_ids is not null)))), 0) as feeds,
    count(*) filter (coalesce(c.extracted, 0) = 0) as days_blind,
    coalesce(sum(c.stories), 0)::bigint as stories,
from days as d
left join counted as c on c.day = d.day
group by period
order by period;

comment on macro table main.coverage is
'coverage(grain := day|week|month|quarter|year, since, until, press): articles read, articles that stances are extracted from, feeds that brought them, days without any, and stories: articles that are no copy of an earlier one.';
