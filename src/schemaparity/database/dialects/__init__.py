"""What statements do in dialects other than PostgreSQL: one module a dialect, `parse`, `apply` and `query` in each."""
