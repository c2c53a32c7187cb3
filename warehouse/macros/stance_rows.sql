-- Which stances does a question mean? One row per stance; every other macro reads through this one.
-- Plain codes and the members of groups are four branches, all but one of them empty: a plain code stays a bare
-- comparison, which skips blocks, and members a join after it (17 ms where an "or" over both needs 350 at 5 million).
-- What parts of one state hold toward each other is no matter between members: it is asked for by that state's code.
-- A code means the state, not the parts of it that do not speak for it: these are asked for by role ('IRN OPP').
create or replace macro main.stance_rows(
    who := null,
    whom := null,
    since := null,
    until := null,
    press := null,
    min_confidence := 0,
    denied := false,
    known_at := null
) as table
from main.stance_filter(since, until, press, min_confidence, denied, known_at) as s
where coalesce(who, '') not like '% members'
and coalesce(whom, '') not like '% members'
and (who is null or s.holder_code = main.whose(who))
and main.is_meant(who, s.holder_role, s.holder_part)
and (whom is null or s.target_code = main.whose(whom))
and main.is_meant(whom, s.target_role, s.target_part)
union all
select s.*
from main.stance_filter(since, until, press, min_confidence, denied, known_at) as s
semi join main.members_of(who) as m
on m.code = s.holder_code and s.stance_date between m.first_day and m.last_day
where coalesce(who, '') like '% members'
and coalesce(whom, '') not like '% members'
and (whom is null or s.target_code = main.whose(whom))
and main.is_meant(whom, s.target_role, s.target_part)
and s.holder_part is null
and s.holder_code is distinct from s.target_code
union all
select s.*
from main.stance_filter(since, until, press, min_confidence, denied, known_at) as s
semi join main.members_of(whom) as m
on m.code = s.target_code and s.stance_date between m.first_day and m.last_day
where coalesce(who, '') not like '% members'
and coalesce(whom, '') like '% members'
and (who is null or s.holder_code = main.whose(who))
and main.is_meant(who, s.holder_role, s.holder_part)
and s.target_part is null
and s.holder_code is distinct from s.target_code
union all
select s.*
from main.stance_filter(since, until, press, min_confidence, denied, known_at) as s
semi join main.members_of(who) as m
on m.code = s.holder_code and s.stance_date between m.first_day and m.last_day
semi join main.members_of(whom) as o
on o.code = s.target_code and s.stance_date between o.first_day and o.last_day
where coalesce(who, '') like '% members'
and coalesce(whom, '') like '% members'
and s.holder_part is null
and s.target_part is null
and s.holder_code is distinct from s.target_code;

comment on macro table main.stance_rows is
'stance_rows(who, whom, since, until, press, min_confidence, denied, known_at): the stances a question means. Null is any; a state''s code means what speaks for it, ''IRN OPP'' its opposition (any role does); ''NATO members'' stands for the members of the day, without what happens within one of them; press is the country of the feed; denied := true takes denied stances too; known_at asks what was in force at that time.';
