-- Members of blocs exactly as the gazetteer has them.
merge into core.actor_member as m
using (select distinct i.* from in_actor_member as i) as i
on m.group_code = i.group_code and m.member_code = i.member_code
and m.valid_from is not distinct from i.valid_from
and m.valid_until is not distinct from i.valid_until
when not matched then insert
when not matched by source then delete
