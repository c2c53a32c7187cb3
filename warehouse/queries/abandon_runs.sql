-- Runs still marked as running when another one starts were killed.
update ops.run
set state = 'abandoned'
where state = 'running'
