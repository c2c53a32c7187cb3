-- Who stands how toward whom? One row per holder and target, with what comes back from the target.
create or replace macro main.stance_network(
    since := null, until := null, min_n := 5, press := null, min_confidence := 0
) as table
with
dyads as (
    select
        s.holder_code,
        s.target_code,
        count(*) as n,
        count(*) filter (s.polarity > 0) as n_pos,
        count(*) filter (s.polarity < 0) as n_neg,
        avg(s.polarity) as net,
        avg(s.score) as mean_score,
        count(distinct s.feed_id) as feeds,
    from main.dyad_rows(
        since := since, until := until, press := press, min_confidence := min_confidence
    ) as s
    group by s.holder_code, s.target_code
)
select
    there.holder_code,
    there.target_code,
    there.n,
    there.n_pos,
    there.n_neg,
    there.net,
    there.mean_score,
    there.feeds,
    coalesce(back.n, 0) as n_back,
    back.net as net_back,
from dyads as there
left join dyads as back on back.holder_code = there.target_code and back.target_code = there.holder_code
where there.n >= min_n
order by there.n desc, there.holder_code, there.target_code;

comment on macro table main.stance_network is
'stance_network(since, until, min_n := 5, press, min_confidence): one row per holder and target, for a graph; n_back and net_back are of the target toward the holder.';
