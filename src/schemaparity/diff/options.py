"""Options of sequences and identity columns, without those that say the default."""

from __future__ import annotations

import re

_OPTION = re.compile(
    r"NO\s+(?P<no>MINVALUE|MAXVALUE|CYCLE|ORDER)|(?P<name>START|INCREMENT|MINVALUE|MAXVALUE|CACHE)(?:\s+WITH|\s+BY)?\s+(?P<value>-?\d+)"
    r"|(?P<flag>CYCLE|ORDER)|AS\s+(?P<type>\w+)",
    re.IGNORECASE,
)
_ASCENDING = {"START": "1", "INCREMENT": "1", "MINVALUE": "1", "CACHE": "1", "TYPE": "BIGINT"}
_MAXIMA = frozenset({"32767", "2147483647", "9223372036854775807"})


def sequence_options(text: str) -> str:
    """The options that differ from the defaults of an ascending sequence, in one order.

    >>> sequence_options("START WITH 1 INCREMENT BY 2 NO CYCLE")
    'INCREMENT 2'
    """
    options: dict[str, str] = {}
    for match in _OPTION.finditer(text):
        if match["name"]:
            options[match["name"].upper()] = match["value"]
        elif match["flag"]:
            options[match["flag"].upper()] = "yes"
        elif match["type"]:
            options["TYPE"] = match["type"].upper()
    if options.get("MAXVALUE") in _MAXIMA:
        del options["MAXVALUE"]
    if options.get("START") == options.get("MINVALUE", "1"):
        options.pop("START", None)
    return " ".join(f"{k} {v}" for k, v in sorted(options.items()) if _ASCENDING.get(k) != v)
