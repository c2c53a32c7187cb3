-- One row per code that can be asked for and code it covers: every actor covers itself, and
-- 'EU members' covers the member states of the EU, each from when to when.
create table pub.core.actor_tree as
with
named as (
    select code from wh.core.actor
    union
    select holder_code from wh.core.stance
    union
    select target_code from wh.core.stance where target_code is not null
)
select code as root_code, code, null::date as valid_from, null::date as valid_until
from named
union all
select group_code || ' members', member_code, valid_from, valid_until
from wh.core.actor_member
order by all;

comment on table pub.core.actor_tree is 'What a code covers: itself; ''NATO members'' covers the member states';
comment on column pub.core.actor_tree.valid_from is 'First day of membership; null: since before the gazetteer''s memory';
comment on column pub.core.actor_tree.valid_until is 'First day after membership; null: still a member';
