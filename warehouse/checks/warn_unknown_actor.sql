-- Which codes of holders and targets does the gazetteer not know? One row per code; those kept by name are meant so.
with
named as (
    select holder_code as code from core.stance
    union
    select target_code from core.stance where target_code is not null
)
select code
from named
where code not in (select code from core.actor)
and not starts_with(code, 'name:')
