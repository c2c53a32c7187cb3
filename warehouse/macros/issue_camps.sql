-- Who is for a matter, who against? One row per holder; the camp is the side of at least two thirds of its stances.
create or replace macro main.issue_camps(
    matter, since := null, until := null, min_n := 1, press := null, with_target := false
) as table
with
counted as (
    select
        s.holder_code,
        count(*) as n,
        count(*) filter (s.polarity > 0) as n_pos,
        count(*) filter (s.polarity < 0) as n_neg,
        avg(s.polarity) as net,
        avg(s.score) as mean_score,
        max(s.stance_date) as last_date,
    from main.issue_rows(matter, null, since, until, press, with_target) as s
    where s.holder_part is null
    group by s.holder_code
)
select
    case
        when 3 * c.n_pos >= 2 * c.n then 'for'
        when 3 * c.n_neg >= 2 * c.n then 'against'
        else 'mixed'
    end as camp,
    c.holder_code,
    coalesce(a.name, main.plain_name(c.holder_code)) as holder_name,
    c.n,
    c.n_pos,
    c.n_neg,
    c.net,
    c.mean_score,
    c.last_date,
from counted as c
left join core.actor as a on a.code = c.holder_code
where c.n >= min_n
order by c.net desc, c.n desc, c.holder_code;

comment on macro table main.issue_camps is
'issue_camps(matter, since, until, min_n := 1, press, with_target := false): who is for a matter, who against, who both.';
