-- One row per name of an actor.
create table pub.core.actor_alias as
select alias, code, valid_from, valid_until
from wh.core.actor_alias
order by alias, code;

comment on table pub.core.actor_alias is 'By which names texts mean an actor; of a person, in which time of office';
