"""What the generator believes the database to hold: names to build valid operations from, and mostly right."""

from __future__ import annotations

from copy import deepcopy

from attrs import define, field


@define
class TableState:
    """A table: columns by name with the kind of their type, constraints by name as (type, columns), indexes by name.

    `held` are columns in keys and constraints without a name, which nothing can drop.
    """

    columns: dict[str, str] = field(factory=dict)
    constraints: dict[str, tuple[str, tuple[str, ...]]] = field(factory=dict)
    indexes: dict[str, tuple[str, ...]] = field(factory=dict)
    key: tuple[str, ...] = ()
    held: set[str] = field(factory=set)

    def uses(self, column: str) -> bool:
        """True when a key, constraint or index of a known name is on the column."""
        held = [c for _, c in self.constraints.values()] + [*self.indexes.values(), self.key]
        return column in self.held or any(column in columns for columns in held)

    def of_kind(self, kind: str) -> list[str]:
        """The columns of a kind of type."""
        return [c for c, k in self.columns.items() if k == kind]

    def rename(self, old: str, new: str) -> None:
        self.columns = {new if c == old else c: k for c, k in self.columns.items()}
        self.key = _renamed(self.key, old, new)
        self.held = {new if c == old else c for c in self.held}
        self.constraints = {n: (t, _renamed(c, old, new)) for n, (t, c) in self.constraints.items()}
        self.indexes = {n: _renamed(c, old, new) for n, c in self.indexes.items()}

    def drop(self, column: str) -> None:
        del self.columns[column]
        self.constraints = {n: (t, c) for n, (t, c) in self.constraints.items() if column not in c}
        self.indexes = {n: c for n, c in self.indexes.items() if column not in c}


def _renamed(columns: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if c == old else c for c in columns)


@define
class World:
    """The database after a revision; `owned` are the tables that its line of descent may alter."""

    dialect: str
    prefix: str = "t"
    convention: bool = False
    tables: dict[str, TableState] = field(factory=dict)
    owned: list[str] = field(factory=list)
    enums: dict[str, tuple[str, ...]] = field(factory=dict)
    count: int = 0

    @property
    def is_postgresql(self) -> bool:
        return self.dialect == "postgresql"

    def fresh(self, kind: str) -> str:
        """A name that nothing has yet."""
        self.count += 1
        return f"{self.prefix}{kind}{self.count}"

    def targets(self) -> list[tuple[str, str]]:
        """Tables and their columns that an integer can refer to."""
        return [(n, t.key[0]) for n, t in self.tables.items() if len(t.key) == 1 and t.columns.get(t.key[0]) == "integer"]

    def fork(self, prefix: str) -> World:
        """The same tables for another line of descent, which may refer to them only."""
        world = deepcopy(self)
        world.prefix, world.owned = prefix, []
        return world

    def merged(self, other: World) -> World:
        """Both lines of descent after a merge."""
        world = deepcopy(self)
        world.tables = {**deepcopy(other.tables), **world.tables}
        world.tables |= {name: deepcopy(other.tables[name]) for name in other.owned if name in other.tables}
        world.owned = [*self.owned, *(n for n in other.owned if n not in self.owned)]
        world.enums = {**other.enums, **world.enums}
        world.count = max(self.count, other.count)
        return world
