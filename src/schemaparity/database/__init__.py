"""A database that is only a value."""

from schemaparity.database.database import Database
from schemaparity.database.errors import DatabaseError, UndecidableResult
from schemaparity.database.join import join
from schemaparity.database.site import Result, Site

__all__ = ["Database", "DatabaseError", "Result", "Site", "UndecidableResult", "join"]
