-- Which migrations were applied? One row per migration.
select version, checksum
from ops.migration
order by version
