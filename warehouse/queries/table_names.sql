-- All tables of the warehouse, by name.
select t.schema_name || '.' || t.table_name as name
from duckdb_tables() as t
where t.database_name = current_database()
and not t.temporary
order by name
