"""What statements do: one module a family, pure functions of a schema, a record and the context to a new schema."""
