"""The report: one HTML file that shows what moved, and the sentences behind every point."""
