-- One row per group, member and time of membership.
create table pub.core.actor_member as
select group_code, member_code, valid_from, valid_until
from wh.core.actor_member
order by group_code, member_code, valid_from;

comment on table pub.core.actor_member is 'Who belongs to a group: ''NATO members'' asks for its members of the day';
comment on column pub.core.actor_member.valid_from is 'First day of membership; null: since before the gazetteer''s memory';
comment on column pub.core.actor_member.valid_until is 'Last day of membership; null: still a member';
comment on column pub.core.actor_member.group_code is 'The bloc, alliance or organisation';
comment on column pub.core.actor_member.member_code is 'The member';
