from __future__ import annotations

from schemaparity.source.imports import Import
from schemaparity.source.outline import Load, outline

TEXT = '''
"""Not import this."""
import a.b, c as d
from . import models as m
from .base import Base, Mixin as Also
if True:
    from .late import *
if TYPE_CHECKING:
    from never import Never
else:
    import instead

class Model(Base, Generic[T], metaclass=Also, frozen=True):
    """class Wrong(Text):"""
    from .inside import thing
    id = column(
        "id",
    )
    def method(self):
        unseen()

class Plain: ...
class Odd(make()): ...

@d.registered
def setup(x=default()):
    table()
    def inner():
        deeper()
def never():
    not_called()
setup()
m.Model.extra = 1
m.Model.typed: int = 2
'''


def test_imports_with_what_they_bind() -> None:
    found = outline(TEXT.encode(), "app")
    assert found.loads == [
        Load(Import("a.b"), True),
        Load(Import("c"), True),
        Load(Import("app", ("models",)), True),
        Load(Import("app.base", ("Base", "Mixin")), True),
        Load(Import("app.late", ("*",)), False),
        Load(Import("instead"), False),
        Load(Import("app.inside", ("thing",)), False),
    ]
    assert found.origins["a"] == ("a", "")
    assert found.origins["d"] == ("c", "")
    assert found.origins["m"] == ("app", "models")
    assert found.origins["Also"] == ("app.base", "Mixin")
    assert "Never" not in found.origins
    assert list(found.stars) == ["app.late"]


def test_classes_have_bases_without_type_arguments() -> None:
    found = outline(TEXT.encode(), "app")
    assert found.classes == {"Model": ("Base", "Generic", "Also"), "Plain": (), "Odd": ("?",)}


def test_calls_that_happen_and_what_functions_do_that_are_called() -> None:
    found = outline(TEXT.encode(), "app")
    assert {"column", "make", "d.registered", "default", "setup", "table", "m.Model.extra", "m.Model.typed"} <= found.touched
    assert not found.touched & {"unseen", "not_called", "deeper", "Wrong"}


def test_what_only_a_parser_can_tell_and_what_cannot_be_read() -> None:
    assert outline(b'import a\nx = "unterminated\n', "").loads is None
    assert outline(b"\xff\xfe\x00import a", "").loads == []
