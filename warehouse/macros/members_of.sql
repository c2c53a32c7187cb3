-- Whom does a code mean that stands for members ('NATO members')? One row per member and time of membership, and the code itself.
create or replace macro main.members_of(who) as table
select
    m.member_code as code,
    coalesce(m.valid_from, '-infinity') as first_day,
    coalesce(m.valid_until, 'infinity') as last_day,
from core.actor_member as m
where m.group_code || ' members' = who
union all
select who, '-infinity'::date, 'infinity'::date;

comment on macro table main.members_of is
'members_of(who): the members of a group, as in ''NATO members'', with their times; what stance_rows reads them from.';
