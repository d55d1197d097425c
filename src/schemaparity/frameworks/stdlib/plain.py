"""Modules of pure functions and data: datetime, uuid, decimal, re, json, math, hashlib, ... What depends on clock or chance is unknown."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import decimal
import fractions
import hashlib
import html
import io
import json
import math
import numbers
import re
import string
import textwrap
import unicodedata
import urllib.parse
import uuid
import zlib
import zoneinfo
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from schemaparity.evaluate.native import Refused, intrinsic, noise, pure, require_known, text_of, unknown_call
from schemaparity.evaluate.native.calls import call as call_native
from schemaparity.evaluate.native.limits import check_bits
from schemaparity.evaluate.native.methods import NativeMethod
from schemaparity.evaluate.native.regex import METHODS, compiled
from schemaparity.evaluate.values import UnknownUsed, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

Namespace = dict[str, Any]


def pures(module: Any, names: Iterable[str]) -> Namespace:
    """Functions of a real module as they are."""
    return {name: pure(f"{module.__name__}.{name}", getattr(module, name)) for name in names if hasattr(module, name)}


def reals(module: Any, names: Iterable[str]) -> Namespace:
    """Types and constants of a real module as they are."""
    return {name: getattr(module, name) for name in names if hasattr(module, name)}


def unknowns(module: str, reason: str, names: Iterable[str]) -> Namespace:
    """Functions whose values are not known."""
    return {name: unknown_call(f"{module}.{name}", f"{module}.{name}() {reason}") for name in names}


def intrinsics(module: str, functions: dict[str, Callable[..., object]]) -> Namespace:
    """Functions that take the interpreter."""
    return {name: intrinsic(f"{module}.{name}", function) for name, function in functions.items()}


NOTHING: Namespace = {}
FUTURE: Namespace = dict.fromkeys(
    ("annotations", "division", "absolute_import", "print_function", "unicode_literals", "generators", "with_statement")
)
DATETIME = reals(dt, ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "UTC", "MINYEAR", "MAXYEAR"))
DECIMAL = {
    **reals(
        decimal,
        ("Decimal", "DecimalException", "InvalidOperation", "ROUND_HALF_UP", "ROUND_DOWN", "ROUND_UP", "ROUND_HALF_EVEN", "ROUND_CEILING"),
    ),
    "getcontext": unknown_call("decimal.getcontext", "the decimal context is not modelled"),
}
FRACTIONS = reals(fractions, ("Fraction",))
NUMBERS = reals(numbers, ("Number", "Complex", "Real", "Rational", "Integral"))
IO = reals(io, ("StringIO", "BytesIO", "SEEK_SET", "SEEK_CUR", "SEEK_END"))
ZONEINFO = reals(zoneinfo, ("ZoneInfo", "ZoneInfoNotFoundError"))
UUID = {
    **reals(uuid, ("UUID", "NAMESPACE_DNS", "NAMESPACE_URL", "NAMESPACE_OID", "NAMESPACE_X500")),
    **pures(uuid, ("uuid3", "uuid5")),
    **unknowns("uuid", "gives another value each time", ("uuid1", "uuid4", "uuid6", "uuid7", "uuid8", "getnode")),
}
_CHANCE = "depends on chance"
RANDOM = {
    **unknowns(
        "random", _CHANCE, ("random", "randint", "choice", "choices", "sample", "uniform", "randrange", "getrandbits", "gauss", "randbytes")
    ),
    **{name: noise(f"random.{name}") for name in ("seed",)},
}
SECRETS = unknowns("secrets", _CHANCE, ("token_hex", "token_urlsafe", "token_bytes", "choice", "randbelow", "randbits"))
TIME = {
    **unknowns("time", "depends on the clock", ("time", "time_ns", "perf_counter", "monotonic", "process_time", "localtime", "gmtime",
    "strftime", "ctime")),
    "sleep": noise("time.sleep"), "timezone": 0,
}  # fmt: skip
STRING = {
    **reals(string, ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "hexdigits", "octdigits", "punctuation",
    "printable", "whitespace")),
    **reals(string, ("Template",)), **pures(string, ("capwords",)),
}  # fmt: skip
BASE64 = pures(base64, (n for n in base64.__all__ if n not in {"encode", "decode", "main", "test"}))
BINASCII = pures(binascii, ("hexlify", "unhexlify", "b2a_hex", "a2b_hex", "crc32", "b2a_base64", "a2b_base64"))
ZLIB = pures(zlib, ("crc32", "adler32", "compress"))
HASHLIB = pures(hashlib, ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_256", "sha3_512", "new"))
HTML = pures(html, ("escape", "unescape"))
UNICODEDATA = pures(unicodedata, ("normalize", "category", "name", "lookup", "combining"))
URL = {
    **pures(urllib.parse, (
        "quote", "quote_plus", "unquote", "unquote_plus", "urlencode", "urlparse", "urlunparse", "urlsplit", "urlunsplit", "urljoin",
        "parse_qs", "parse_qsl",
    )),
    **reals(urllib.parse, ("ParseResult", "SplitResult")),
}  # fmt: skip


def _factorial(_interpreter: Interpreter, number: Any) -> object:
    check_bits(8 * number if number < 10_000 else 10**9)
    return math.factorial(number)


_LARGE = frozenset({"factorial", "comb", "perm", "lcm", "prod", "fsum", "sumprod", "dist", "hypot"})
MATH = {
    **reals(math, ("pi", "e", "inf", "nan", "tau")),
    **pures(math, (n for n in dir(math) if not n.startswith("_") and n not in _LARGE and callable(getattr(math, n)))),
    **intrinsics("math", {"factorial": _factorial}),
}


def _dedent(interpreter: Interpreter, text: Any) -> object:
    """textwrap.dedent, on the known parts of text with holes too."""
    if isinstance(text, UnknownValue) and text.text is not None:
        return UnknownValue(text.unknown, textwrap.dedent(text.text))
    return textwrap.dedent(_known_text(interpreter, text))


def _indent(interpreter: Interpreter, text: Any, prefix: Any) -> object:
    if isinstance(text, UnknownValue) and text.text is not None and isinstance(prefix, str):
        return UnknownValue(text.unknown, textwrap.indent(text.text, prefix))
    return textwrap.indent(_known_text(interpreter, text), _known_text(interpreter, prefix))


def _known_text(interpreter: Interpreter, value: Any) -> str:
    if isinstance(value, UnknownValue):
        raise UnknownUsed(value)
    return value if isinstance(value, str) else str(text_of(interpreter, value))


TEXTWRAP = {**pures(textwrap, ("wrap", "fill", "shorten")), **intrinsics("textwrap", {"dedent": _dedent, "indent": _indent})}


def _dumps(_interpreter: Interpreter, value: Any, **options: Any) -> object:
    default = options.pop("default", None)
    _require_json(value, has_default=default is not None)
    return json.dumps(value, default=default, **options)


def _require_json(value: Any, *, has_default: bool) -> None:
    """Raise before json does for what is not plain: it would not raise UnknownUsed but TypeError for an unknown."""
    require_known(value)
    if has_default:
        raise Refused("json.dumps() with a default function is not modelled")


def _load(_interpreter: Interpreter, file: Any, **_options: Any) -> object:
    if isinstance(file, UnknownValue):
        raise UnknownUsed(file)
    if not isinstance(file, io.StringIO | io.BytesIO):
        raise Refused("json.load() of something that is not a file of the project")
    return json.loads(file.read())


JSON = {
    **pures(json, ("loads",)), **reals(json, ("JSONDecodeError",)), **intrinsics("json", {"dumps": _dumps, "load": _load}),
    "dump": noise("json.dump"),
}  # fmt: skip


def _compile(_interpreter: Interpreter, pattern: Any, flags: Any = 0) -> object:
    return compiled(pattern, flags)


def _regex(name: str) -> Callable[..., object]:
    """`re.name(pattern, ...)` by way of the compiled pattern."""

    def run(interpreter: Interpreter, pattern: Any, *args: Any, flags: Any = 0, **kwargs: Any) -> object:
        most = 3 if name in {"sub", "subn"} else 2 if name == "split" else 1
        if len(args) > most:
            args, flags = args[:-1], args[-1]
        return call_native(interpreter, NativeMethod(compiled(pattern, flags), name, interpreter), list(args), kwargs)

    return run


_FLAGS = (
    "A",
    "ASCII",
    "DEBUG",
    "I",
    "IGNORECASE",
    "L",
    "LOCALE",
    "M",
    "MULTILINE",
    "S",
    "DOTALL",
    "U",
    "UNICODE",
    "X",
    "VERBOSE",
    "RegexFlag",
    "NOFLAG",
)
RE = {
    **reals(re, (*_FLAGS, "Pattern", "Match", "error")), **pures(re, ("escape",)),
    **intrinsics("re", {"compile": _compile, **{name: _regex(name) for name in sorted(METHODS)}}),
    "purge": noise("re.purge"),
}  # fmt: skip
