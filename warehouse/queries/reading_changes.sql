-- What did reading articles anew change? One row a code: stances as before, added and gone, in articles whose
-- extraction was superseded since a moment. A stance is the same where article, dyad, code and sentence are.
with
touched as (
    select
        e.article_id,
        arg_max({'extractor': e.extractor, 'revision': e.revision}, e.superseded_at) as before_it,
    from core.extraction as e
    where e.superseded_at >= $moment
    group by e.article_id
),
in_force as (
    select e.article_id, e.extractor, e.revision
    from core.extraction as e
    where e.superseded_at is null
),
before_and_after as (
    select distinct s.article_id, s.holder_code, s.target_code, s.code, s.char_start, 'before' as side
    from core.stance as s
    join touched as t on t.article_id = s.article_id and t.before_it.extractor = s.extractor
    and t.before_it.revision = s.revision
    union all
    select distinct s.article_id, s.holder_code, s.target_code, s.code, s.char_start, 'after' as side
    from core.stance as s
    join in_force as i on i.article_id = s.article_id and i.extractor = s.extractor and i.revision = s.revision
    join touched as t on t.article_id = s.article_id
),
paired as (
    select
        article_id,
        holder_code,
        target_code,
        code,
        char_start,
        bool_or(side = 'before') as is_before,
        bool_or(side = 'after') as is_after,
    from before_and_after
    group by all
)
select
    code,
    count(*) filter (is_before and is_after) as same,
    count(*) filter (not is_before) as added,
    count(*) filter (not is_after) as gone,
from paired
group by code
order by code
