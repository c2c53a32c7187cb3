-- One row per matter.
create table pub.core.issue as
select code, name
from wh.core.issue
order by code;

comment on table pub.core.issue is 'Matters that stances are about';
comment on column pub.core.issue.code is 'As config/issues.yaml has it';
comment on column pub.core.issue.name is 'The matter in words';
