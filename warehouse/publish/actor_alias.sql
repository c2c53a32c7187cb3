-- One row per name of an actor.
create table pub.core.actor_alias as
select alias, code, valid_from, valid_until
from wh.core.actor_alias
order by alias, code;

comment on table pub.core.actor_alias is 'By which names texts mean an actor; of a person, in which time of office';
comment on column pub.core.actor_alias.alias is 'A string that names the actor';
comment on column pub.core.actor_alias.code is 'Of core.actor';
comment on column pub.core.actor_alias.valid_from is 'First day on which it does; null for ever before';
comment on column pub.core.actor_alias.valid_until is 'Last day; null while it does';
