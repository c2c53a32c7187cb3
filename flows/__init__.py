"""The runs: one file per Prefect flow, each reading like a paragraph."""
