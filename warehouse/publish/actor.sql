-- One row per actor.
create table pub.core.actor as
select code, name, kind, country
from wh.core.actor
order by code;

comment on table pub.core.actor is 'Who can hold a stance or be its target, as config/actors lists them; others have the code name: and their name';
comment on column pub.core.actor.code is 'ISO 3166 alpha-3 for states, a fixed short code for organisations and groups';
comment on column pub.core.actor.country is 'Of a group, the state it is at home in';
comment on column pub.core.actor.name is 'Its usual name in English';
comment on column pub.core.actor.kind is 'state, bloc, alliance, organisation, armed_group, party, movement ...';
