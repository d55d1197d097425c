"""Text in annotations as forward references that hold no code: `typing` itself would compile the text."""

from __future__ import annotations

import typing
from typing import Any

_VERBATIM = (typing.Literal,)
_NAME = "_"


def forward_ref(text: str) -> typing.ForwardRef:
    """A forward reference to `text` whose code is that of a plain name."""
    made = typing.ForwardRef(_NAME)
    made.__forward_arg__ = text
    return made


def subscript(form: Any, key: Any) -> Any:
    """`form[key]` of a typing form; text that would be compiled is made a forward reference first."""
    return form[key if form in _VERBATIM else _annotated_key(key) if form is typing.Annotated else without_text(key)]


def _annotated_key(key: Any) -> Any:
    """Only the first part of `Annotated` is a type."""
    return (without_text(key[0]), *key[1:]) if isinstance(key, tuple) and key else without_text(key)


def without_text(value: Any) -> Any:
    """The value, or each element of a list or tuple, as a forward reference where it is text."""
    if isinstance(value, str):
        return forward_ref(value)
    if isinstance(value, list | tuple):
        return type(value)(without_text(element) for element in value) if type(value) in (list, tuple) else value
    return value
