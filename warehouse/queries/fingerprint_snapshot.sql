-- The same of the published copy. One row.
select
    (select count(*) from core.article),
    (select count(*) from core.stance),
    (select coalesce(sum(round(intensity * 100)::bigint), 0) from core.stance),
    (select coalesce(bit_xor(stance_id), 0) from core.stance),
    (select coalesce(sum(length(sentence)), 0) from core.stance)
