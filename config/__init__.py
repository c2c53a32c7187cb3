"""Settings, feeds, actors and issues: what a user edits, read once and checked."""
