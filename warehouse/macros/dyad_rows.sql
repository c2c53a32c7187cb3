-- Which stances are between two actors? One row per stance; states without the parts that do not speak for them, and
-- without what happens within them.
create or replace macro main.dyad_rows(since := null, until := null, press := null, min_confidence := 0) as table
from main.stance_rows(since := since, until := until, press := press, min_confidence := min_confidence) as s
where s.target_code <> s.holder_code
and s.holder_part is null
and s.target_part is null;

comment on macro table main.dyad_rows is
'dyad_rows(since, until, press, min_confidence): the stances that networks and movers count, between different actors.';
