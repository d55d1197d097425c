"""SQLAlchemy's declarative mapping over interpreted classes: from a class statement to a real Table."""
