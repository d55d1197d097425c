"""The real Alembic operations on the symbolic engine, and the environment that env.py describes."""
