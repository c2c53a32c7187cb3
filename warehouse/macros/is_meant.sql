-- Is this part of a state meant? A code means the state, without the parts that do not speak for it; with a role, that
-- part alone; null is any.
create or replace macro main.is_meant(who, named_role, silent_part) as
case
    when who is null then true
    when main.part_of(who) is null then silent_part is null
    else coalesce(named_role = main.part_of(who), false)
end;

comment on macro main.is_meant is
'is_meant(who, named_role, silent_part): whether a code means the part of a state that a stance names; what stance_rows asks.';
