"""Prefect on this machine: a server, a worker and the deployments, started and ended as one."""
