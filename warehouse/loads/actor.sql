-- Actors as the gazetteer has them; one that left it stays, for its stances.
merge into core.actor as a
using in_actor as i on a.code = i.code
when matched and a is distinct from i then update set name = i.name, kind = i.kind, country = i.country
when not matched then insert
