"""Subscripts: reading, writing and deleting items of native, interpreted and foreign values."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate import native
from schemaparity.evaluate.calls import text_of
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import REST, Class, Instance, Symbolic, UnknownValue, rest_of

if TYPE_CHECKING:
    from schemaparity.evaluate.frame import Frame
    from schemaparity.evaluate.interpreter import Interpreter

_SEQUENCES = (list, tuple)
_GENERIC = (list, tuple, dict, set, frozenset, type)
"""Built-in classes that annotations subscript."""


def key(frame: Frame, node: cst.Subscript) -> Any:
    """The value between the brackets."""
    parts = node.slice
    if len(parts) == 1 and not _is_tuple(parts[0]):
        return _part(frame, parts[0].slice)
    return tuple(_part(frame, part.slice) for part in parts)


def _is_tuple(part: cst.SubscriptElement) -> bool:
    return not isinstance(part.comma, cst.MaybeSentinel)


def _part(frame: Frame, node: cst.BaseSlice) -> Any:
    if isinstance(node, cst.Index):
        return frame.evaluate(node.value)
    assert isinstance(node, cst.Slice)
    bounds = [None if bound is None else frame.evaluate(bound) for bound in (node.lower, node.upper, node.step)]
    unknown = next((bound for bound in bounds if isinstance(bound, UnknownValue)), None)
    return unknown if unknown is not None else slice(*bounds)


def evaluate_subscript(frame: Frame, node: cst.Subscript) -> Any:
    """`a[b]`."""
    interpreter = frame.interpreter
    value = frame.evaluate(node.value)
    found = key(frame, node)
    interpreter.sites.append((frame.module, node))
    try:
        return get_item(interpreter, value, found)
    finally:
        interpreter.sites.pop()


def get_item(interpreter: Interpreter, value: Any, key: Any) -> Any:
    """`value[key]`."""
    if isinstance(value, UnknownValue):
        return value if value.text is None and not value.rest else UnknownValue(value.unknown)
    if isinstance(value, dict):
        return _of_dict(interpreter, value, key)
    if isinstance(value, _SEQUENCES) and rest_of(value):
        return _of_open_sequence(value, key)
    if type(value) in (list, tuple, str, bytes, range):
        return key if isinstance(key, UnknownValue) else interpreter.guarded(value.__getitem__, key)
    if isinstance(value, Instance | Class):
        return _of_own(interpreter, value, key)
    if isinstance(value, type) and value in _GENERIC:
        return UnknownValue(key.unknown) if isinstance(key, UnknownValue) else types.GenericAlias(value, key)
    return _foreign_item(interpreter, value, key)


def _of_dict(interpreter: Interpreter, value: dict[Any, Any], key: Any) -> Any:
    if isinstance(key, UnknownValue):
        return key
    if rest_of(value) and interpreter.guarded(value.__contains__, key) is not True:
        return UnknownValue(dict.__getitem__(value, REST).unknown)
    return interpreter.guarded(lambda: value[key])


def _of_open_sequence(value: Any, key: Any) -> Any:
    """An item before the marker is known, all others are not."""
    index = next(i for i, v in enumerate(value) if isinstance(v, UnknownValue) and v.rest)
    if isinstance(key, int) and 0 <= key < index:
        return value[key]
    if isinstance(key, slice) and key.step is None and isinstance(key.stop, int) and 0 <= (key.start or 0) <= key.stop <= index:
        return value[key]
    return UnknownValue(value[index].unknown)


def _of_own(interpreter: Interpreter, value: Any, key: Any) -> Any:
    if isinstance(value, Instance):
        method = interpreter.class_attribute(value.cls, "__getitem__")
        if method is not None:
            return interpreter.call(method, [value, key], {})
        return _foreign_item(interpreter, value, key)
    try:
        return interpreter.frameworks.item(interpreter, value, key)
    except NotHandled:
        pass
    method = interpreter.class_attribute(value, "__class_getitem__")
    if method is not None:
        return interpreter.call(interpreter.get_attribute(value, "__class_getitem__"), [key], {})
    return value  # a parametrised generic class stands for the class


def _foreign_item(interpreter: Interpreter, value: Any, key: Any) -> Any:
    try:
        return interpreter.guarded(interpreter.frameworks.item, interpreter, value, key)
    except NotHandled:
        pass
    if isinstance(value, Symbolic):
        return Symbolic(f"{value.text}[{text_of(interpreter, key)}]", interpreter.origin(), value, (key,))
    if native.is_native(value):
        return interpreter.guarded(lambda: value[key])
    return interpreter.unknown(f"items of a {type(value).__name__} are not modelled")


def set_item(interpreter: Interpreter, value: Any, key: Any, new: Any) -> None:
    """`value[key] = new`."""
    if isinstance(value, UnknownValue):
        return
    if isinstance(value, dict | list):
        interpreter.touch(value)
        if isinstance(key, UnknownValue):
            interpreter.forget(value, key.unknown)
        elif isinstance(key, slice):
            interpreter.guarded(native.set_slice, interpreter, value, key, new)
        else:
            interpreter.guarded(value.__setitem__, key, new)
    elif isinstance(value, Instance) and (method := interpreter.class_attribute(value.cls, "__setitem__")) is not None:
        interpreter.call(method, [value, key, new], {})
    else:
        _set_foreign(interpreter, value, key, new)


def _set_foreign(interpreter: Interpreter, value: Any, key: Any, new: Any) -> None:
    try:
        interpreter.guarded(interpreter.frameworks.set_item, interpreter, value, key, new)
    except NotHandled:
        if native.is_native(value):
            interpreter.touch(value)
            interpreter.guarded(value.__setitem__, key, new)
        elif interpreter.frameworks.carries_effects(value):
            interpreter.effects.unknown_call(interpreter.unknown(f"items of a {type(value).__name__} are set").unknown, (value, new))


def del_item(interpreter: Interpreter, value: Any, key: Any) -> None:
    """`del value[key]`."""
    if isinstance(value, Instance) and (method := interpreter.class_attribute(value.cls, "__delitem__")) is not None:
        interpreter.call(method, [value, key], {})
    elif isinstance(value, dict | list):
        interpreter.touch(value)
        if isinstance(key, UnknownValue):
            interpreter.forget(value, key.unknown)
        elif not (isinstance(value, dict) and REST in value and interpreter.guarded(value.__contains__, key) is not True):
            interpreter.guarded(value.__delitem__, key)
