"""A bounded interpreter of Python over LibCST trees: knows Python, nothing of SQLAlchemy."""

from schemaparity.evaluate.budgets import Budget, Limits, Work
from schemaparity.evaluate.effects import Effects, NoEffects
from schemaparity.evaluate.frameworks import Frameworks, NoFrameworks, NotHandled
from schemaparity.evaluate.interpreter import Interpreter

__all__ = ["Budget", "Effects", "Frameworks", "Interpreter", "Limits", "NoEffects", "NoFrameworks", "NotHandled", "Work"]
