-- What must be alike in the warehouse and its published copy? One row; reads every block of what it sums.
select
    (select count(*) from wh.core.article),
    (select count(*) from wh.core.stance),
    (select coalesce(sum(round(intensity * 100)::bigint), 0) from wh.core.stance),
    (select coalesce(bit_xor(stance_id), 0) from wh.core.stance),
    (select coalesce(sum(length(sentence)), 0) from wh.core.stance)
