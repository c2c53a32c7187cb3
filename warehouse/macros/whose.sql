-- Whose is the part that a code asks for by its role ('IRN OPP')? Other codes stay as they are.
create or replace macro main.whose(who) as
case when main.part_of(who) is null then who else left(who, 3) end;

comment on macro main.whose is
'whose(who): the state in a code such as ''IRN OPP''; other codes as they are.';
