-- The reference data as the configuration has it now, before it is compared with what is there.
create or replace temp table in_feed as from core.feed limit 0;
create or replace temp table in_actor as from core.actor limit 0;
create or replace temp table in_actor_alias as from core.actor_alias limit 0;
create or replace temp table in_actor_member as from core.actor_member limit 0;
create or replace temp table in_issue as from core.issue limit 0;
