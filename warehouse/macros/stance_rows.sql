-- Which stances does a question mean? One row per stance; every other macro reads through this one.
-- Plain codes and the members of groups are two branches, one of them empty: the first is a bare
-- comparison, which skips blocks (1 ms where a join over memberships needs 120 at 5 million stances).
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
and (who is null or s.holder_code = who)
and (whom is null or s.target_code = whom)
union all
from main.stance_filter(since, until, press, min_confidence, denied, known_at) as s
where (coalesce(who, '') like '% members' or coalesce(whom, '') like '% members')
and (who is null or s.holder_code = who or exists (
    from core.actor_member as m
    where m.group_code || ' members' = who and m.member_code = s.holder_code
    and s.stance_date >= coalesce(m.valid_from, '-infinity') and s.stance_date <= coalesce(m.valid_until, 'infinity')
))
and (whom is null or s.target_code = whom or exists (
    from core.actor_member as m
    where m.group_code || ' members' = whom and m.member_code = s.target_code
    and s.stance_date >= coalesce(m.valid_from, '-infinity') and s.stance_date <= coalesce(m.valid_until, 'infinity')
));

comment on macro table main.stance_rows is
'stance_rows(who, whom, since, until, press, min_confidence, denied, known_at): the stances a question means. Null is any; ''NATO members'' stands for the members of the day; press is the country of the feed; denied := true takes denied stances too; known_at asks what was in force at that time.';
