"""Which modules can put a table into a MetaData when they are imported. Answered from their outlines, erring towards yes.

Such a module makes a table or changes one at its top (`Table(...)`, `Index(...)`, an event, `Model.column = ...`), or has a class with a
declarative base, which is followed through the modules it comes from. Classes for pydantic, types and queries are none of that.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable

from attrs import define, field

from schemaparity.source import Finder, SourceError, SourceFile
from schemaparity.source.outline import Outline, called, outline

_WORDS = re.compile(
    rb"__table[a-z]|__table_[a-z]|__table__\s*[:=]|table\s*=\s*True|map_imperatively|\bmapper\(|naming_convention"
    rb"|metadata\.schema\s*=|automap|append_c|\.mapped\b"
    rb"|as_declarative|\bregister_operation\b"
)
"""What only a module has that makes tables, or operations of the program's own."""
_TABLE = re.compile(rb"(?:([A-Za-z_]\w*)\s*\.\s*)?\bTable\s*[(,)]")
"""Where a module may call SQLAlchemy's Table, or pass it on."""
_LOGS = frozenset({"critical", "debug", "error", "exception", "info", "log", "warn", "warning"})
"""Methods of loggers, which every module has one of."""
_DOES = re.compile(
    rb"sqlalchemy|sqlmodel|SQLModel|__table|\bTable\b|import_module|__import__|walk_packages|iter_modules|find_modules|import_string"
    rb"|sys\.path"
)
"""What a module has whose functions can do so for their callers."""
_DECLARES = re.compile(rb"sqlalchemy|sqlmodel|SQLModel|SQLAlchemy|metadata|declarative|\bBase\b|\bModel\b")
"""What a module has that makes a base without a class statement."""
_ORM = re.compile(rb"sqlalchemy|sqlmodel|SQLModel")
_EFFECTS = frozenset(
    {
        "Table", "Index", "UniqueConstraint", "CheckConstraint", "ForeignKeyConstraint", "PrimaryKeyConstraint", "ExcludeConstraint",
        "DDL", "listen", "listens_for", "compiles", "map_imperatively", "mapper", "registry", "declarative_base", "automap_base",
        "SQLAlchemy", "create_model", "setattr", "type", "exec", "__import__", "import_module", "walk_packages",
        "iter_modules", "find_modules", "import_string",
    }
)  # fmt: skip
"""Functions of libraries, and built in, that make or change tables, or bring in modules by names that are computed.

`globals()` is none: it gives a name to what another call has made.
"""
_BUILT_IN = frozenset({"setattr", "type", "exec", "__import__"})
"""Those of them that are built in: what a library calls so is something else."""
_BASES = frozenset(
    {"DeclarativeBase", "DeclarativeBaseNoMeta", "DeclarativeMeta", "declarative_base", "SQLAlchemy", "Model", "DefaultMeta"}
)
"""Classes of libraries under which a class becomes a table without saying so itself."""
_LIBRARIES = frozenset({"sqlalchemy", "flask_sqlalchemy", "flask_sqlalchemy_lite"})


@define(eq=False)
class Holding:
    """Answers, for modules by name, whether they can put tables into a MetaData.

    Args:
        finder: finds the source of modules.
        is_known: true for modules of frameworks, which are not read from source.

    """

    finder: Finder
    is_known: Callable[[str], bool]
    _outlines: dict[str, Outline | None] = field(factory=dict)
    _answers: dict[str, bool] = field(factory=dict)
    _bases: dict[tuple[str, str], bool] = field(factory=dict)
    _functions: dict[tuple[str, str], bool] = field(factory=dict)

    def __call__(self, name: str) -> bool:
        """True when the module must be evaluated whole."""
        if name not in self._answers:
            self._answers[name] = self._answer(name)
        return self._answers[name]

    def source(self, name: str) -> SourceFile | None:
        """The file of a module that is read from source."""
        if self.is_known(name):
            return None
        found = self.finder.find(name)
        return found if isinstance(found, SourceFile) else None

    def outline(self, name: str) -> Outline | None:
        """The outline of a module that is read from source."""
        if name not in self._outlines:
            source = self.source(name)
            self._outlines[name] = None if source is None else outline(data_of(source), source.package)
        return self._outlines[name]

    def makes(self, module: str, text: str) -> bool:
        """True when a statement at the top of a module can make or change a table; its text follows that of the functions."""
        return any(self._acts(module, dotted) for dotted in outline(text.encode(), "").touched)

    def _answer(self, name: str) -> bool:
        source, found = self.source(name), self.outline(name)
        if source is None or found is None or (source.is_third_party and not _ORM.search(data_of(source))):
            return False
        if found.loads is None or _WORDS.search(data_of(source)) or _imports_when_asked(source, found):
            return True
        if any(self._is_table(found, owner.decode()) for owner in set(_TABLE.findall(data_of(source)))):
            return True
        return any(self._acts(name, dotted) for dotted in found.touched) or any(self._is_declarative(name, cls) for cls in found.classes)

    def _is_table(self, found: Outline, owner: str) -> bool:
        """True unless `Table`, or `owner.Table`, is certainly another thing than SQLAlchemy's."""
        if not owner and "Table" in found.classes:
            return _derives_from_table(found, "Table")
        origin = found.origins.get(owner or "Table")
        if origin is None:
            return True
        home, name = self._home(*origin, ["Table"] if owner else [])
        other = self.outline(home)
        if other is None:
            return home.partition(".")[0] in _LIBRARIES or self.is_known(home)
        return _derives_from_table(other, name) if name in other.classes else name not in other.functions

    def _acts(self, module: str, dotted: str) -> bool:
        """True when calling `dotted`, or setting it, at the top of `module` can make or change a table."""
        first, *rest = dotted.split(".")
        found = self.outline(module)
        if found is None:
            return False
        if dotted.rpartition(".")[2] == "Table" and len(rest) < 2:
            return self._is_table(found, first if rest else "")
        origin = found.origins.get(first)
        if origin is None:
            return (rest or [first])[-1] in _EFFECTS and first not in found.classes and first not in found.functions
        home, name = self._home(*origin, rest)
        if home == "sys" and name in {"path", "modules"}:
            return True
        if self.outline(home) is None:
            return (rest[-1] if rest else name) in _EFFECTS - _BUILT_IN
        return self._does(home, name)

    def _does(self, module: str, name: str) -> bool:
        """True when what a module of the project has by that name can make or change tables for who calls it."""
        found = self.outline(module)
        if found is None or not _DOES.search(self._data(module)):
            return False
        if name not in found.bodies:  # a class, or what is assigned
            return True
        key = (module, name)
        if key not in self._functions:
            self._functions[key] = False  # the answer within a cycle
            body = found.bodies[name]
            self._functions[key] = bool(_DOES.search(body.encode())) or any(self._does_within(module, body, d) for d in called(body))
        return self._functions[key]

    def _does_within(self, module: str, body: str, dotted: str) -> bool:
        """The same for a call in the body of a function; what belongs to a variable of the module may be anything."""
        found = self.outline(module)
        first, _, last = dotted.partition(".")
        if found is None or first in found.functions or first in found.classes:
            return self._does(module, first)
        if first in found.origins or dotted in _BUILTINS:
            return self._acts(module, dotted)
        if "." in dotted and dotted.rpartition(".")[2] in _LOGS:
            return False
        is_local = re.search(rf"(?<![\w.]){first}\s*(?:[=:,)]|$)|\b(?:for|as|def|class|import)\b[^:\n]*\b{first}\b", body) is not None
        return not is_local or last.rpartition(".")[2] in _EFFECTS

    def _home(self, module: str, name: str, rest: list[str]) -> tuple[str, str]:
        """The module that binds a name, through packages that pass it on."""
        path = [name, *rest] if name else rest
        for _ in range(20):
            child = f"{module}.{path[0]}" if path else ""
            found = self.outline(module)
            if path and found is not None and path[0] in found.origins and path[0] not in found.classes:
                module, inner = found.origins[path[0]]
                path = [inner, *path[1:]] if inner else path[1:]
            elif child and not self.is_known(module) and self.finder.find(child) is not None:
                module, path = child, path[1:]
            else:
                break
        return module, path[0] if path else ""

    def _is_declarative(self, module: str, name: str) -> bool:
        """True when a class that `module` knows by a dotted name can have a declarative base."""
        key = (module, name)
        if key not in self._bases:
            self._bases[key] = False  # the answer within a cycle
            self._bases[key] = self._leads_to_base(module, name)
        return self._bases[key]

    def _leads_to_base(self, module: str, name: str) -> bool:
        found = self.outline(module)
        if found is None:
            return module.partition(".")[0] in _LIBRARIES and name.rpartition(".")[2] in _BASES
        first, *rest = name.split(".")
        if name in found.classes:
            return any(self._is_declarative(module, base) for base in found.classes[name])
        if first in found.origins:
            home, inner = self._home(*found.origins[first], rest)
            return self._is_declarative(home, inner or ".".join(rest))
        return self._is_declarative_elsewhere(module, found, name)

    def _is_declarative_elsewhere(self, module: str, found: Outline, name: str) -> bool:
        """A name that is assigned, built in, or comes with a star import."""
        if name in _BUILTINS:
            return False
        stars = list(found.stars)
        known = [star for star in stars if self._binds(star, name)]
        if known:
            return any(self._is_declarative(star, name) for star in known)
        return bool(_DECLARES.search(self._data(module))) or bool(stars)

    def _binds(self, module: str, name: str) -> bool:
        found = self.outline(module)
        return found is not None and (name in found.classes or name in found.origins)

    def _data(self, name: str) -> bytes:
        source = self.source(name)
        return data_of(source) if source is not None else b""


def _derives_from_table(found: Outline, name: str) -> bool:
    """True for a class with a base that is called Table."""
    return any(base.rpartition(".")[2] == "Table" for base in found.classes[name])


def _imports_when_asked(source: SourceFile, found: Outline) -> bool:
    """True for a module of the project whose `__getattr__` may import what is asked of it."""
    return "__getattr__" in found.functions and not source.is_third_party and b"import" in data_of(source)


def data_of(source: SourceFile) -> bytes:
    """The bytes of a file; none when it cannot be read, which whoever evaluates it reports."""
    try:
        return source.data
    except SourceError:
        return b""


_BUILTINS = frozenset(dir(builtins))
