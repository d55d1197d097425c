"""Options of sequences and identity columns: parse nodes to one normal text, the defaults left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from schemaparity.sql.postgresql.nodes import Node, kind, option_value, qualified
from schemaparity.sql.postgresql.types import type_text
from schemaparity.sql.statements import ObjectName

_RANGES = {"SMALLINT": 2**15, "INTEGER": 2**31, "BIGINT": 2**63}
_ORDER = (
    ("as", "AS {}"),
    ("increment", "INCREMENT BY {}"),
    ("minvalue", "MINVALUE {}"),
    ("maxvalue", "MAXVALUE {}"),
    ("start", "START WITH {}"),
    ("cache", "CACHE {}"),
)
_WRITTEN = re.compile(r"(AS|INCREMENT BY|MINVALUE|MAXVALUE|START WITH|CACHE) (\S+)")
_WORDS = {"AS": "as", "INCREMENT BY": "increment", "MINVALUE": "minvalue", "MAXVALUE": "maxvalue", "START WITH": "start", "CACHE": "cache"}


def read(nodes: Iterable[Node]) -> dict[str, str]:
    """The options by name; an option that is taken back (`NO MAXVALUE`) is an empty text."""
    found: dict[str, str] = {}
    for node in nodes:
        element = node.def_elem
        if element.defname == "as":
            found["as"] = type_text(element.arg.type_name)
        elif element.defname in {"owned_by", "sequence_name", "restart"}:
            continue
        else:
            found[element.defname] = option_value(element) if element.HasField("arg") else ""
    return found


def normal_options(nodes: Iterable[Node]) -> str:
    """The normal text of the options."""
    return spell(read(nodes))


def parse_options(text: str) -> dict[str, str]:
    """The options that a normal text spells."""
    found = {_WORDS[word]: value for word, value in _WRITTEN.findall(text)}
    return {**found, "cycle": "true"} if text.endswith("CYCLE") else found


def merge_options(before: str, change: Iterable[tuple[str, str]], kind: str = "BIGINT") -> str:
    """The normal text of `before` with changes; what is not changed stays, the start too. `kind` is the type that is not spelled."""
    changes = dict(change)
    old = parse_options(before)
    whole = {**_defaults({"as": kind, **old}), **old}
    if "as" in changes:
        # Limits that were the old type's become the new type's.
        limits = _defaults({"as": kind, **{k: v for k, v in old.items() if k in {"as", "increment"}}})
        whole = {k: v for k, v in whole.items() if k not in {"minvalue", "maxvalue"} or v != limits[k]}
    whole.update(changes)
    return spell({k: v for k, v in whole.items() if v}) if changes else before


def spell(given: Mapping[str, str]) -> str:
    """The normal text of options by name."""
    defaults = _defaults(given)
    parts = [pattern.format(given[name]) for name, pattern in _ORDER if given.get(name) and given[name] != defaults.get(name)]
    return " ".join([*parts, "CYCLE"] if given.get("cycle") in {"true", "1"} else parts)


def _defaults(given: Mapping[str, str]) -> dict[str, str]:
    bound = _RANGES.get(given.get("as") or "BIGINT", 2**63)
    down = given.get("increment", "1").startswith("-")
    low, high = (str(-bound), "-1") if down else ("1", str(bound - 1))
    start = (given.get("maxvalue") or high) if down else (given.get("minvalue") or low)
    return {"as": "BIGINT", "increment": "1", "minvalue": low, "maxvalue": high, "start": start, "cache": "1"}


def owner(nodes: Iterable[Node]) -> tuple[ObjectName, str] | None:
    """The column of OWNED BY; None for OWNED BY NONE and where there is none."""
    for node in nodes:
        if node.def_elem.defname == "owned_by":
            items = node.def_elem.arg.list.items
            return (qualified(items[:-1]), items[-1].string.sval) if len(items) > 1 else None
    return None


def disowns(nodes: Iterable[Node]) -> bool:
    """Whether OWNED BY NONE is said."""
    return any(n.def_elem.defname == "owned_by" and len(n.def_elem.arg.list.items) == 1 for n in nodes)


def sequence_name(nodes: Iterable[Node]) -> ObjectName | None:
    """The name that an identity column gives to its sequence."""
    return next(
        (qualified(n.def_elem.arg.list.items) for n in nodes if n.def_elem.defname == "sequence_name" and kind(n.def_elem.arg) == "list"),
        None,
    )
