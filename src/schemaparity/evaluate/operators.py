"""Operators: special methods of interpreted instances first, then frameworks, then native data; and, or, not, if-else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from schemaparity.evaluate import native
from schemaparity.evaluate.branches import either_value
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.values import Class, Instance, Union, UnknownValue

if TYPE_CHECKING:
    from schemaparity.evaluate.frame import Frame
    from schemaparity.evaluate.interpreter import Interpreter

BINARY: dict[type[cst.CSTNode], str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//", cst.Modulo: "%", cst.Power: "**",
    cst.MatrixMultiply: "@", cst.LeftShift: "<<", cst.RightShift: ">>", cst.BitAnd: "&", cst.BitOr: "|", cst.BitXor: "^",
}  # fmt: skip
AUGMENTED: dict[type[cst.CSTNode], str] = {
    cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.DivideAssign: "/", cst.FloorDivideAssign: "//",
    cst.ModuloAssign: "%",
    cst.PowerAssign: "**", cst.MatrixMultiplyAssign: "@", cst.LeftShiftAssign: "<<", cst.RightShiftAssign: ">>", cst.BitAndAssign: "&",
    cst.BitOrAssign: "|", cst.BitXorAssign: "^",
}  # fmt: skip
_UNARY: dict[type[cst.CSTNode], str] = {cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~"}
_COMPARE: dict[type[cst.CSTNode], str] = {
    cst.Equal: "==", cst.NotEqual: "!=", cst.LessThan: "<", cst.LessThanEqual: "<=", cst.GreaterThan: ">", cst.GreaterThanEqual: ">=",
    cst.In: "in", cst.NotIn: "not in", cst.Is: "is", cst.IsNot: "is not",
}  # fmt: skip
_METHODS = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "@": "matmul",
    "<<": "lshift", ">>": "rshift",
    "&": "and", "|": "or", "^": "xor",
}  # fmt: skip
_COMPARISON_METHODS = {"==": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_UNARY_METHODS = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}
_NATIVE = (str, int, float, bool, bytes, list, tuple, dict, set, frozenset, type(None), UnknownValue)


def binary(interpreter: Interpreter, symbol: str, left: Any, right: Any) -> Any:
    """`left symbol right`."""
    if type(left) in _NATIVE and type(right) in _NATIVE:
        return interpreter.guarded(native.binary, interpreter, symbol, left, right)
    name = _METHODS[symbol]
    for owner, method, other in ((left, f"__{name}__", right), (right, f"__r{name}__", left)):
        value = _special(interpreter, owner, method, other)
        if value is not NotImplemented:
            return value
    return _foreign_binary(interpreter, symbol, left, right)


def _special(interpreter: Interpreter, owner: Any, method: str, *args: Any) -> Any:
    """What a special method of an interpreted instance (or of a class by its metaclass) answers; NotImplemented without one."""
    if isinstance(owner, Instance):
        function = interpreter.class_attribute(owner.cls, method)
    elif isinstance(owner, Class) and isinstance(owner.metaclass, Class):
        function = interpreter.class_attribute(owner.metaclass, method)
    else:
        return NotImplemented
    return NotImplemented if function is None else interpreter.call(function, [owner, *args], {})


def _foreign_binary(interpreter: Interpreter, symbol: str, left: Any, right: Any) -> Any:
    try:
        return interpreter.frameworks.binary(interpreter, symbol, left, right)
    except NotHandled:
        pass
    if symbol == "|" and (isinstance(left, Class | Union) or isinstance(right, Class | Union)):
        return Union((*_members(left), *_members(right)))
    for side in (left, right):
        if isinstance(side, Instance) and has_unknown_base(side.cls):
            return interpreter.unknown(f"{side.cls.name} has a base that is not known")
    return native.binary(interpreter, symbol, left, right)


def _members(value: Any) -> tuple[Any, ...]:
    return value.members if isinstance(value, Union) else (value,)


def has_unknown_base(cls: Class) -> bool:
    """True when a base of the class is neither interpreted nor real."""
    return any(not isinstance(base, Class | type) for base in cls.mro)


def augmented(interpreter: Interpreter, symbol: str, left: Any, right: Any) -> Any:
    """`left symbol= right`: the new value of the target."""
    value = _special(interpreter, left, f"__i{_METHODS[symbol]}__", right)
    if value is not NotImplemented:
        return value
    if type(left) in (list, dict, set):
        interpreter.touch(left)
        if symbol == "*":
            return _repeated(interpreter, left, binary(interpreter, symbol, left, right))
        try:
            return native.in_place(interpreter, symbol, left, right)
        finally:
            interpreter.touch(left)
    return binary(interpreter, symbol, left, right)


def _repeated(interpreter: Interpreter, target: list[Any], value: Any) -> Any:
    """`list *= number` changes the list in place."""
    if isinstance(value, UnknownValue):
        interpreter.forget(target, value.unknown)
    else:
        target[:] = value
    return target


def compare(interpreter: Interpreter, symbol: str, left: Any, right: Any) -> Any:
    """`left symbol right` of one comparison."""
    if type(left) in _NATIVE and type(right) in _NATIVE:
        return interpreter.guarded(native.compare, symbol, left, right)
    if symbol in ("is", "is not"):
        return interpreter.guarded(native.compare, symbol, left, right)
    if symbol in ("in", "not in"):
        return _membership(interpreter, symbol, left, right)
    for owner, sign, other in ((left, symbol, right), (right, _MIRRORED[symbol], left)):
        value = _special(interpreter, owner, _COMPARISON_METHODS[sign], other)
        if value is not NotImplemented:
            return value
    if symbol == "!=" and isinstance(left, Instance) and interpreter.class_attribute(left.cls, "__eq__") is not None:
        return negated(interpreter, compare(interpreter, "==", left, right))
    return _foreign_compare(interpreter, symbol, left, right)


def _foreign_compare(interpreter: Interpreter, symbol: str, left: Any, right: Any) -> Any:
    try:
        return interpreter.frameworks.binary(interpreter, symbol, left, right)
    except NotHandled:
        return interpreter.guarded(native.compare, symbol, left, right)


def _membership(interpreter: Interpreter, symbol: str, left: Any, right: Any) -> Any:
    value = _special(interpreter, right, "__contains__", left)
    if value is not NotImplemented:
        found = interpreter.truth(value)
        return found if symbol == "in" else negated(interpreter, found)
    try:
        return interpreter.frameworks.binary(interpreter, symbol, left, right)
    except NotHandled:
        pass
    if native.is_native(right) or isinstance(right, UnknownValue):
        return interpreter.guarded(native.compare, symbol, left, right)
    elements = interpreter.iterate(right)
    return elements if isinstance(elements, UnknownValue) else interpreter.guarded(native.compare, symbol, left, elements)


def negated(interpreter: Interpreter, value: Any) -> Any:
    """`not value`."""
    truth = interpreter.truth(value)
    return truth if isinstance(truth, UnknownValue) else not truth


def evaluate_binary(frame: Frame, node: cst.BinaryOperation) -> Any:
    """`a + b`, of any length."""
    rest: list[cst.BinaryOperation] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BinaryOperation):
        rest.append(left)
        left = left.left
    value = frame.evaluate(left)
    for operation in reversed(rest):
        value = binary(frame.interpreter, BINARY[type(operation.operator)], value, frame.evaluate(operation.right))
    return value


def evaluate_unary(frame: Frame, node: cst.UnaryOperation) -> Any:
    """`-a`, `not a`."""
    interpreter, value = frame.interpreter, frame.evaluate(node.expression)
    if isinstance(node.operator, cst.Not):
        return negated(interpreter, value)
    symbol = _UNARY[type(node.operator)]
    found = _special(interpreter, value, _UNARY_METHODS[symbol])
    if found is not NotImplemented:
        return found
    try:
        return interpreter.frameworks.unary(interpreter, symbol, value)
    except NotHandled:
        return interpreter.guarded(native.unary, symbol, value)


def evaluate_boolean(frame: Frame, node: cst.BooleanOperation) -> Any:
    """`a and b`, `a or b`."""
    left = frame.evaluate(node.left)
    truth = frame.interpreter.truth(left)
    is_and = isinstance(node.operator, cst.And)
    if isinstance(truth, UnknownValue):
        return either_value(frame, truth.unknown, lambda: frame.evaluate(node.right), lambda: left)
    return frame.evaluate(node.right) if truth is is_and else left


def evaluate_comparison(frame: Frame, node: cst.Comparison) -> Any:
    """`a < b <= c`."""
    interpreter = frame.interpreter
    left = frame.evaluate(node.left)
    value: Any = True
    for target in node.comparisons:
        right = frame.evaluate(target.comparator)
        operator = target.operator
        value = compare(interpreter, _COMPARE[type(operator)], left, right)
        if target is node.comparisons[-1]:
            break
        truth = interpreter.truth(value)
        if truth is not True:
            return value
        left = right
    return value


def evaluate_conditional(frame: Frame, node: cst.IfExp) -> Any:
    """`a if test else b`."""
    truth = frame.interpreter.truth(frame.evaluate(node.test))
    if isinstance(truth, UnknownValue):
        return either_value(frame, truth.unknown, lambda: frame.evaluate(node.body), lambda: frame.evaluate(node.orelse))
    return frame.evaluate(node.body if truth else node.orelse)
