"""The real SQLAlchemy over a database that is only a value: engine, dialects, gate."""
