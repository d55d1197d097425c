"""The modules of the standard library that have a meaning here, and where each namespace is. Literal; loads nothing."""

from __future__ import annotations

_HERE = "schemaparity.frameworks.stdlib"

TABLES: dict[str, str] = {
    "__future__": f"{_HERE}.plain:FUTURE",
    "abc": f"{_HERE}.typing_names:ABC",
    "array": f"{_HERE}.plain:NOTHING",
    "ast": f"{_HERE}.plain:NOTHING",
    "asyncio": f"{_HERE}.concurrency:ASYNCIO",
    "base64": f"{_HERE}.plain:BASE64",
    "binascii": f"{_HERE}.plain:BINASCII",
    "collections": f"{_HERE}.containers:COLLECTIONS",
    "collections.abc": f"{_HERE}.containers:ABSTRACT",
    "contextlib": f"{_HERE}.contexts:CONTEXTLIB",
    "copy": f"{_HERE}.containers:COPY",
    "dataclasses": f"{_HERE}.dataclass:DATACLASSES",
    "datetime": f"{_HERE}.plain:DATETIME",
    "decimal": f"{_HERE}.plain:DECIMAL",
    "enum": f"{_HERE}.enums:ENUM",
    "fractions": f"{_HERE}.plain:FRACTIONS",
    "functools": f"{_HERE}.functions:FUNCTOOLS",
    "glob": f"{_HERE}.paths:GLOB",
    "hashlib": f"{_HERE}.plain:HASHLIB",
    "html": f"{_HERE}.plain:HTML",
    "importlib": f"{_HERE}.imports:IMPORTLIB",
    "importlib.machinery": f"{_HERE}.imports:MACHINERY",
    "importlib.metadata": f"{_HERE}.imports:METADATA",
    "importlib.resources": f"{_HERE}.imports:RESOURCES",
    "importlib.util": f"{_HERE}.imports:UTIL",
    "inspect": f"{_HERE}.inspection:INSPECT",
    "io": f"{_HERE}.plain:IO",
    "itertools": f"{_HERE}.iteration:ITERTOOLS",
    "json": f"{_HERE}.plain:JSON",
    "logging": f"{_HERE}.noise:LOGGING",
    "logging.config": f"{_HERE}.noise:LOGGING_CONFIG",
    "logging.handlers": f"{_HERE}.plain:NOTHING",
    "math": f"{_HERE}.plain:MATH",
    "numbers": f"{_HERE}.plain:NUMBERS",
    "operator": f"{_HERE}.functions:OPERATOR",
    "os": f"{_HERE}.system:OS",
    "os.path": f"{_HERE}.paths:OS_PATH",
    "pathlib": f"{_HERE}.paths:PATHLIB",
    "pkgutil": f"{_HERE}.imports:PKGUTIL",
    "posixpath": f"{_HERE}.paths:OS_PATH",
    "pprint": f"{_HERE}.noise:PPRINT",
    "random": f"{_HERE}.plain:RANDOM",
    "re": f"{_HERE}.plain:RE",
    "secrets": f"{_HERE}.plain:SECRETS",
    "string": f"{_HERE}.plain:STRING",
    "sys": f"{_HERE}.system:SYS",
    "textwrap": f"{_HERE}.plain:TEXTWRAP",
    "time": f"{_HERE}.plain:TIME",
    "traceback": f"{_HERE}.noise:TRACEBACK",
    "types": f"{_HERE}.typing_names:TYPES",
    "typing": f"{_HERE}.typing_names:TYPING",
    "typing_extensions": f"{_HERE}.typing_names:TYPING",
    "unicodedata": f"{_HERE}.plain:UNICODEDATA",
    "urllib": f"{_HERE}.plain:NOTHING",
    "urllib.parse": f"{_HERE}.plain:URL",
    "uuid": f"{_HERE}.plain:UUID",
    "warnings": f"{_HERE}.noise:WARNINGS",
    "zlib": f"{_HERE}.plain:ZLIB",
    "zoneinfo": f"{_HERE}.plain:ZONEINFO",
}
"""Module name to the place of its namespace, which is a dict or a function that makes one."""

SOURCES = {
    "contextvars": """
class Token:
    MISSING = object()

    def __init__(self, var, old_value):
        self.var, self.old_value = var, old_value


class ContextVar:
    def __init__(self, name, *, default=Token.MISSING):
        self.name, self._default, self._value = name, default, Token.MISSING

    def __class_getitem__(cls, item):
        return cls

    def get(self, *default):
        if self._value is not Token.MISSING:
            return self._value
        if default:
            return default[0]
        if self._default is Token.MISSING:
            raise LookupError(self)
        return self._default

    def set(self, value):
        token = Token(self, self._value)
        self._value = value
        return token

    def reset(self, token):
        self._value = token.old_value
"""
}
"""Text of modules that are evaluated: one context is all there is."""

_HELPERS = ("_hashlib", "_blake2", "_md5", "_sha1", "_sha2", "_sha256", "_sha512", "_sha3", "_io", "_operator", "re", "posixpath")

STDLIB: tuple[str, ...] = tuple(dict.fromkeys([*(name.split(".", 1)[0] for name in (*TABLES, *SOURCES)), *_HELPERS]))
"""The top-level packages of these modules and of the types of their values."""
