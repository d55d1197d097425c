"""Calls of SQLAlchemy that need more than the real callee: unknown arguments, origins, spellings of 1.x. One noun a file."""
