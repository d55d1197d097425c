"""Histories of revisions: what is drawn, and the files that it is."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from textwrap import indent

from attrs import define, field, frozen
from hypothesis import strategies as st
from tests.differential.batches import batch, copied
from tests.differential.enumerations import TYPES
from tests.differential.operations import ON_TABLES, Lines, create_table, drop_table, rename_table
from tests.differential.pen import Pen
from tests.differential.programs import PROGRAMS
from tests.differential.world import World

CONVENTIONS = (
    None,
    None,
    {"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s",
     "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "ix": "ix_%(column_0_label)s"},
    {"uq": "uq__%(table_name)s__%(column_0_N_name)s", "fk": "%(table_name)s_%(column_0_name)s_fkey", "ix": "%(column_0_N_label)s_idx"},
)  # fmt: skip
ENVIRONMENT = """
import sqlalchemy as sa
from alembic import context

metadata = sa.MetaData(naming_convention={convention!r})
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transaction_per_migration={per_migration!r})
with context.begin_transaction():
    context.run_migrations()
"""
HEADER = """
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

revision = {id!r}
down_revision = {down!r}
branch_labels = None
depends_on = {depends!r}


def upgrade():
"""


@frozen
class Written:
    """One revision."""

    id: str
    down: str | tuple[str, ...] | None
    body: str
    depends: str | None = None


@frozen
class Chain:
    """Revisions, what env.py configures, and the revision to upgrade to."""

    revisions: tuple[Written, ...]
    convention: dict[str, str] | None = None
    per_migration: bool = False
    until: str = "heads"

    def files(self) -> dict[str, str]:
        """Paths below the script location, and texts."""
        made = {"env.py": ENVIRONMENT.format(convention=self.convention, per_migration=self.per_migration)}
        for r in self.revisions:
            header = HEADER.format(id=r.id, down=r.down, depends=r.depends)
            made[f"versions/{r.id}.py"] = header + indent(r.body or "pass", "    ") + "\n"
        return made

    def __str__(self) -> str:
        """The history as a section of `cases.md` would write it."""
        head = f"until={self.until} convention={self.convention} per_migration={self.per_migration}\n"
        return head + "\n".join(f"### {r.id} <- {r.down} depends={r.depends}\n{r.body}" for r in self.revisions)


@define
class Draft:
    """A history being drawn: the world after every revision, and the heads."""

    dialect: str
    convention: bool
    worlds: dict[str, World] = field(factory=dict)
    revisions: list[Written] = field(factory=list)
    heads: list[str] = field(factory=list)

    def add(self, pen: Pen, parents: Sequence[str], world: World, depends: str | None, body: Lines) -> None:
        name = f"r{len(self.revisions) + 1}"
        down = None if not parents else parents[0] if len(parents) == 1 else tuple(parents)
        self.revisions.append(Written(name, down, "\n".join(line for line in body if line), depends))
        self.worlds[name] = world
        self.heads = [h for h in self.heads if h not in parents] + [name]


def grow(pen: Pen, draft: Draft, menu: Sequence[str], *, branches: bool) -> None:
    """One more revision: of a head mostly, else of a fork, a merge or another base."""
    form = pen.pick(("on", "on", "on", "fork", "merge", "base")) if branches and draft.revisions else "on"
    parents, depends = draft.heads[-1:], None
    world = deepcopy(draft.worlds[parents[0]]) if parents else World(draft.dialect, convention=draft.convention)
    count = len(draft.revisions) + 1
    if form == "fork":
        parents = [pen.pick(draft.revisions).id]
        world = draft.worlds[parents[0]].fork(f"f{count}")
    elif form == "merge" and len(draft.heads) > 1:
        parents = pen.some(draft.heads, 2, 3)
        for other in parents[1:]:
            world = draft.worlds[parents[0]].merged(draft.worlds[other])
    elif form == "base":
        parents, depends = [], pen.pick((None, pen.pick(draft.revisions).id))
        world = draft.worlds[depends].fork(f"b{count}") if depends else World(draft.dialect, prefix=f"b{count}", convention=draft.convention)
    draft.add(pen, parents, world, depends, body_of(pen, world, menu))


def body_of(pen: Pen, world: World, menu: Sequence[str]) -> Lines:
    """The code of one revision."""
    lines: Lines = []
    if not world.owned or pen.chance(25):
        lines += create_table(pen, world)
    for _ in range(pen.pick((1, 1, 2, 3, 0))):
        lines += step(pen, world, pen.pick(menu))
    return lines


def step(pen: Pen, world: World, kind: str) -> Lines:
    if not world.owned:
        return create_table(pen, world)
    match kind:
        case "batch":
            return copied(pen, world) if pen.chance(6) else batch(pen, world)
        case "program":
            return pen.pick(PROGRAMS)(pen, world)
        case "type":
            return pen.pick(TYPES)(pen, world)
        case "table":
            return pen.pick((create_table, rename_table, drop_table))(pen, world)
        case _:
            return pen.pick(ON_TABLES)(pen, world)


@st.composite
def chains(draw, dialect: str, menu: Sequence[str], *, branches: bool = False, at: bool = False) -> Chain:
    """Histories for a dialect; the menu weighs plain operations, tables, batches and programs."""
    pen = Pen(draw)
    convention = pen.pick(CONVENTIONS)
    draft = Draft(dialect, convention is not None)
    for _ in range(pen.number(1, 6 if branches else 4)):
        grow(pen, draft, menu, branches=branches)
    until = pen.pick(draft.revisions).id if at else "heads"
    return Chain(tuple(draft.revisions), convention, pen.chance(30), until)
