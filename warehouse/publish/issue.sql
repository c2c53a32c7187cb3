-- One row per matter.
create table pub.core.issue as
select code, name
from wh.core.issue
order by code;

comment on table pub.core.issue is 'Matters that stances are about';
