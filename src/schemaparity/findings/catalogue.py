"""The rule catalogue: one literal row a rule, and the words that name rules. The page of a rule is docs/rules/CODE.md."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias, get_args

from attrs import frozen

Severity: TypeAlias = Literal["error", "warning", "info"]


@frozen
class Rule:
    """A rule: its code, its kebab-case name, how grave it is and one sentence of what it reports."""

    code: str
    name: str
    severity: Severity
    summary: str

    @property
    def page(self) -> str:
        """The page of the documentation, relative to it."""
        return f"rules/{self.code}.md"


_ROWS: tuple[tuple[str, str, Severity, str], ...] = (
    ("SP101", "table-missing-in-migrations", "error", "A table is declared by the models but no revision creates it."),
    ("SP102", "table-missing-in-models", "error", "A table is created by the migrations but no model declares it."),
    ("SP103", "table-differs", "error", "A table is partitioned in another way, or has other storage options, on each side."),
    ("SP201", "column-missing-in-migrations", "error", "A column is declared by a model but no revision adds it."),
    ("SP202", "column-missing-in-models", "error", "A column exists after the migrations but its model does not declare it."),
    (
        "SP203",
        "column-differs",
        "error",
        "A column has another type, nullability, default, identity, expression, comment or collation on each side.",
    ),
    ("SP204", "column-order-differs", "info", "The columns of a table stand in another order on each side."),
    ("SP301", "primary-key-missing-in-migrations", "error", "A primary key is declared by a model but no revision creates it."),
    ("SP302", "primary-key-missing-in-models", "error", "A primary key exists after the migrations but its model does not declare it."),
    ("SP303", "primary-key-differs", "error", "The primary key has other columns on each side."),
    ("SP311", "foreign-key-missing-in-migrations", "error", "A foreign key is declared by a model but no revision creates it."),
    ("SP312", "foreign-key-missing-in-models", "error", "A foreign key exists after the migrations but its model does not declare it."),
    ("SP313", "foreign-key-differs", "error", "A foreign key has other options on each side."),
    ("SP321", "unique-constraint-missing-in-migrations", "error", "A unique constraint is declared by a model but no revision creates it."),
    (
        "SP322",
        "unique-constraint-missing-in-models",
        "error",
        "A unique constraint exists after the migrations but its model does not declare it.",
    ),
    ("SP323", "unique-constraint-differs", "error", "A unique constraint has other options on each side."),
    ("SP331", "check-constraint-missing-in-migrations", "error", "A check constraint is declared by a model but no revision creates it."),
    (
        "SP332",
        "check-constraint-missing-in-models",
        "error",
        "A check constraint exists after the migrations but its model does not declare it.",
    ),
    ("SP333", "check-constraint-differs", "error", "A check constraint of one name has another condition on each side."),
    (
        "SP341",
        "exclude-constraint-missing-in-migrations",
        "error",
        "An exclude constraint is declared by a model but no revision creates it.",
    ),
    (
        "SP342",
        "exclude-constraint-missing-in-models",
        "error",
        "An exclude constraint exists after the migrations but its model does not declare it.",
    ),
    ("SP343", "exclude-constraint-differs", "error", "An exclude constraint has another definition on each side."),
    ("SP391", "constraint-name-differs", "info", "A key or constraint has another name on each side."),
    ("SP401", "index-missing-in-migrations", "error", "An index is declared by the models but no revision creates it."),
    ("SP402", "index-missing-in-models", "error", "An index exists after the migrations but no model declares it."),
    ("SP403", "index-differs", "error", "An index has other keys, uniqueness, method or predicate on each side."),
    ("SP501", "enum-missing-in-migrations", "error", "An enum type is declared by the models but no revision creates it."),
    ("SP502", "enum-missing-in-models", "error", "An enum type exists after the migrations but no model uses it."),
    ("SP503", "enum-differs", "error", "An enum type has other labels, or another order of labels, on each side."),
    ("SP511", "sequence-missing-in-migrations", "error", "A sequence is declared by the models but no revision creates it."),
    ("SP512", "sequence-missing-in-models", "error", "A sequence exists after the migrations but no model declares it."),
    ("SP513", "sequence-differs", "error", "A sequence has another start, increment, limit or cycle on each side."),
    ("SP521", "table-comment-differs", "error", "The comment of a table is another on each side."),
    ("SP531", "view-only-in-migrations", "info", "A view is created by the migrations; models do not declare views."),
    ("SP601", "migration-fails", "error", "A revision does what the database would refuse."),
    ("SP602", "open-base", "error", "The chain alters tables that no revision creates."),
    (
        "SP603",
        "chain-uses-live-models",
        "warning",
        "A revision creates tables from the models as they are today, and so cannot disagree with them.",
    ),
    ("SP604", "data-dependent", "info", "A revision changes the schema only if some table has rows."),
    ("SP605", "tables-of-framework", "info", "A framework, or the program itself, creates tables before the first revision runs."),
    ("SP701", "unknown-in-migrations", "error", "A revision has something that cannot be evaluated and that reaches the schema."),
    ("SP702", "unknown-in-models", "error", "A model has something that cannot be evaluated and that reaches the schema."),
    ("SP703", "not-comparable", "error", "Two expressions cannot be brought to a common form."),
    ("SP801", "model-not-imported", "warning", "A model is declared in a module that env.py never imports."),
    ("SP901", "unreadable-file", "error", "A file that matters cannot be read or parsed."),
    ("SP902", "revision-graph-broken", "error", "Revision ids are duplicated, a parent is missing or the revisions form a cycle."),
    ("SP903", "several-heads", "warning", "The revisions have more than one head."),
    ("SP911", "unused-pragma", "warning", "A comment for schemaparity silences nothing, or a hint is never reached."),
    ("SP912", "invalid-pragma", "warning", "A comment for schemaparity has a word or a rule that there is not."),
)

RULES: dict[str, Rule] = {row[0]: Rule(*row) for row in _ROWS}
"""All rules by code."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
_BY_NAME = {rule.name: rule.code for rule in RULES.values()}
_PREFIX = re.compile(r"SP\d{0,3}")


def code_of(word: str) -> str | None:
    """The code, or the beginning of codes, that a word of the user stands for; None where no rule has it.

    Example:
        >>> code_of("sp401"), code_of("SP4"), code_of("index-missing-in-migrations"), code_of("SP77"), code_of("typo")
        ('SP401', 'SP4', 'SP401', None, None)

    """
    word = word.strip()
    code = word.upper()
    if _PREFIX.fullmatch(code):
        return code if any(known.startswith(code) for known in RULES) else None
    return _BY_NAME.get(word.lower())


def codes_of(words: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes that words with commas between them stand for, and the words that no rule has."""
    parts = [part.strip() for word in words for part in word.split(",") if part.strip()]
    return tuple(code for part in parts if (code := code_of(part)) is not None), tuple(part for part in parts if code_of(part) is None)
