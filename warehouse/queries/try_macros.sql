-- Do view and macros work in this copy? One row.
select
    (select count(*) from stances),
    (select count(*) from stance_trend(grain := 'year')),
    (select count(*) from stance_movers()),
    (select count(*) from feed_health()),
    (select count(*) from snapshot_info)
