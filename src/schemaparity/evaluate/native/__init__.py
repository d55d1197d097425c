"""Guarded operations on native data: attributes, calls and operators that check sizes first and never touch an unknown."""

from schemaparity.evaluate.native.calls import call, ordered
from schemaparity.evaluate.native.construct import type_of
from schemaparity.evaluate.native.containers import elements, open_up, require_closed, rest_marker
from schemaparity.evaluate.native.guard import guarded, intrinsic, noise, pure, require_known, unknown_call
from schemaparity.evaluate.native.limits import Refused
from schemaparity.evaluate.native.methods import MUTATORS, NativeMethod, attribute, is_native, is_native_type
from schemaparity.evaluate.native.operators import (
    binary,
    check_hashable,
    compare,
    in_place,
    require_closed_truth,
    set_slice,
    unary,
)
from schemaparity.evaluate.native.text import format_text, formatted, hole, joined, text_of

__all__ = [
    "MUTATORS", "NativeMethod", "Refused", "attribute", "binary", "call", "check_hashable",
    "compare", "elements", "format_text", "formatted", "guarded",
    "hole",
    "in_place", "intrinsic", "is_native", "is_native_type", "joined", "noise", "open_up", "ordered", "pure", "require_closed",
    "require_closed_truth",
    "require_known", "rest_marker", "set_slice", "text_of", "type_of", "unary", "unknown_call",
]  # fmt: skip
