-- Which holder and target did a run find most often? One row per dyad, the most frequent first.
select
    holder_code,
    target_code,
    count(*) as stance_count,
    avg(polarity) as net,
from core.stance
where run_id = $run_id and target_code <> holder_code and modality <> 'denied'
group by holder_code, target_code
order by stance_count desc, holder_code, target_code
limit $dyad_count
