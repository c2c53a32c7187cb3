-- How fresh is this copy? One row.
create or replace view main.snapshot_info as
select
    p.published_at at time zone 'UTC' as published_utc,
    (select max(s.stance_date) from core.stance as s) as last_stance_date,
    (select count(*) from core.stance as s where s.superseded_at is null) as stances,
    (select count(*) from core.article) as articles,
    (select count(*) from core.feed as f where f.enabled) as feeds,
    (select max(r.run_id) from ops.run as r) as last_run,
    (select arg_max(r.state, r.run_id) from ops.run as r) as last_run_state,
from ops.snapshot as p;

comment on view main.snapshot_info is 'How fresh this copy is and how much it holds';
comment on column main.snapshot_info.published_utc is 'When this copy was made';
comment on column main.snapshot_info.last_stance_date is 'Day of the latest stance';
comment on column main.snapshot_info.stances is 'In force';
comment on column main.snapshot_info.articles is 'Read';
comment on column main.snapshot_info.feeds is 'That brought articles';
comment on column main.snapshot_info.last_run is 'Its number';
comment on column main.snapshot_info.last_run_state is 'How it ended';
