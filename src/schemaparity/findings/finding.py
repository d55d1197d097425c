"""Findings: one difference, failure, unknown or notice, with the places that are responsible."""

from __future__ import annotations

import hashlib
import re
from typing import Literal, TypeAlias

from attrs import field, frozen

from schemaparity.findings.catalogue import RULES, Rule, Severity
from schemaparity.location import Origin

Verdict: TypeAlias = Literal["drift", "unknown", "failure", "notice"]
ChangeKind: TypeAlias = Literal["missing_in_migrations", "missing_in_models", "different"]
ObjectKind: TypeAlias = Literal[
    "table",
    "column",
    "primary_key",
    "foreign_key",
    "unique_constraint",
    "check_constraint",
    "exclude_constraint",
    "index",
    "enum",
    "sequence",
    "table_comment",
    "revision",
    "view",
    "project",
]


_LINES = re.compile(r"(?<=\.py):\d+(?::\d+)?")
"""Places in messages."""
_NAMED = frozenset({"check_constraint", "exclude_constraint", "index", "enum", "sequence", "view"})
"""Kinds of which a table or a schema has many, and whose columns do not tell those without a name apart."""


@frozen
class ObjectRef:
    """What a finding is about; `columns` for keys, constraints and indexes, `referred_*` for foreign keys."""

    kind: ObjectKind
    name: str | None = None
    table: str | None = None
    schema: str | None = None
    columns: tuple[str, ...] = ()
    referred_table: str | None = None
    referred_columns: tuple[str, ...] = ()


@frozen
class FieldDifference:
    """One attribute of one object on both sides, as text for people."""

    field: str
    models: str | None
    migrations: str | None


@frozen
class HiddenBy:
    """A filter of env.py that keeps a difference from Alembic: `include_object` or `include_name`, and where it is defined."""

    filter: str
    origin: Origin = field(eq=False)


@frozen
class Finding:
    """One thing to report.

    Args:
        code: the code of a rule of the catalogue, for example `SP401`.
        message: one line that says what is so; no hint, no place.
        object: what it is about.
        hint: what to write to mend it, or None.
        verdict: `drift`, `unknown`, `failure` or `notice`.
        change: which side lacks the object, or `different`.
        fields: the attributes that differ.
        models: the place in the models.
        migrations: the place in the migrations.
        revisions: every revision that shaped the object, oldest first.
        cause: why an unknown is one, where several findings may have the same cause.
        folded: the findings of one cause that this one stands for.
        hidden_by: the filter of env.py that keeps Alembic from seeing the difference; it then speaks neither for nor against parity.
        level: the severity that the settings give it, None for that of the rule.

    """

    code: str
    message: str
    object: ObjectRef
    verdict: Verdict
    change: ChangeKind | None = None
    hint: str | None = None
    fields: tuple[FieldDifference, ...] = ()
    models: Origin | None = field(default=None, eq=False)
    migrations: Origin | None = field(default=None, eq=False)
    revisions: tuple[str, ...] = ()
    cause: str | None = field(default=None, eq=False, repr=False)
    folded: tuple[Finding, ...] = field(default=(), eq=False, repr=False)
    level: Severity | None = field(default=None, eq=False, repr=False)
    hidden_by: HiddenBy | None = field(default=None, eq=False, repr=False)

    @property
    def rule(self) -> Rule:
        """The rule of the catalogue."""
        return RULES[self.code]

    @property
    def severity(self) -> Severity:
        """How grave it is: by the settings, else by the rule; what a filter hides is not."""
        return "info" if self.hidden_by is not None else self.level or self.rule.severity

    @property
    def place(self) -> Origin | None:
        """The primary place: the model line where there is one, else the revision's."""
        return self.models or self.migrations

    @property
    def fingerprint(self) -> str:
        """A digest that survives line moves: rule, object, fields and, where nothing else tells two apart, the message."""
        o = self.object
        parts = (
            self.code,
            o.kind,
            o.schema,
            o.table,
            o.name,
            ",".join(o.columns),
            o.referred_table,
            ",".join(f.field for f in self.fields),
        )
        is_vague = o.kind == "project" or (o.name is None and o.kind in _NAMED)
        extra = _LINES.sub("", self.message) if is_vague or self.verdict in {"unknown", "failure"} else ""
        return hashlib.sha256("\x1f".join([*(p or "" for p in parts), extra]).encode("utf-8", "surrogatepass")).hexdigest()[:32]
