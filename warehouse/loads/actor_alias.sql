-- Names of actors exactly as the gazetteer has them.
merge into core.actor_alias as a
using (select distinct i.* from in_actor_alias as i) as i
on a.alias = i.alias and a.code = i.code
and a.valid_from is not distinct from i.valid_from
and a.valid_until is not distinct from i.valid_until
when not matched then insert
when not matched by source then delete
