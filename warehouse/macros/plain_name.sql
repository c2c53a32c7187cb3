-- Which name does a code hold of an actor that no gazetteer knows ('name:Acme Corp')? Other codes stay as they are.
-- No "if" in it: before 2.0 DuckDB knows no function of that name, and such shells read the copy too.
create or replace macro main.plain_name(code) as
case when starts_with(code, 'name:') then substr(code, 6) else code end;

comment on macro main.plain_name is
'plain_name(code): the name of an actor that no gazetteer knows, as in ''name:Acme Corp''; other codes as they are.';
