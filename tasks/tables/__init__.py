"""Tables: records become rows, one idempotent transaction a batch."""
