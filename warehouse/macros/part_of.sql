-- Which part of a state does a code ask for by its role ('IRN OPP')? Null where it asks for the state, a group or a name.
create or replace macro main.part_of(who) as
case when regexp_full_match(who, '[A-Z]{3} [A-Z]{3}') then right(who, 3) end;

comment on macro main.part_of is
'part_of(who): the role in a code such as ''IRN OPP'', the opposition of Iran; null for other codes.';
