-- Matters as the gazetteer has them; one that left it stays, for its stances.
merge into core.issue as s
using in_issue as i on s.code = i.code
when matched and s.name <> i.name then update set name = i.name
when not matched then insert
