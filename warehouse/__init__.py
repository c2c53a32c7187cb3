"""The DuckDB warehouse: migrations, table macros, publishing."""
