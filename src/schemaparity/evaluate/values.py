"""What an expression can evaluate to.

Python's own data (numbers, text, lists, dicts, real enum members, real SQLAlchemy objects, ...) is itself. The classes here stand for
what is interpreted (functions, classes, instances, modules) or not known (UnknownValue, Symbolic).

An UnknownValue raises UnknownUsed from every special method that native code could call, so that `"a" in ["b", unknown]` or
`",".join([unknown])` can never yield a wrong answer: the interpreter catches UnknownUsed where it calls native code and makes the result
unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from attrs import define, field, frozen

from schemaparity.location import Origin
from schemaparity.schema import Unknown

if TYPE_CHECKING:
    import libcst as cst

    from schemaparity.evaluate.interpreter import Interpreter


class UnknownUsed(BaseException):
    """Native code touched an UnknownValue; the whole native operation is unknown."""

    def __init__(self, unknown: UnknownValue) -> None:
        super().__init__(unknown)
        self.unknown = unknown


class UnknownValue:
    """A value that could not be decided, with the reason and the place.

    Args:
        unknown: reason and origin.
        text: where the value is text with unknown parts: the text with hole tokens in their places; only consumers of SQL may use it.
        rest: True for an element that stands for "any number of further elements" of a container.

    """

    __slots__ = ("rest", "text", "unknown")

    def __init__(self, unknown: Unknown, text: str | None = None, *, rest: bool = False) -> None:
        self.unknown = unknown
        self.text = text
        self.rest = rest

    @property
    def reason(self) -> str:
        """Why the value is unknown."""
        return self.unknown.reason

    @property
    def origin(self) -> Origin:
        """The line that makes it so."""
        return self.unknown.origin

    def __repr__(self) -> str:
        return f"UnknownValue({self.unknown.reason!r})"

    def _used(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise UnknownUsed(self)

    def __getattr__(self, name: str) -> NoReturn:
        raise UnknownUsed(self)

    __eq__ = __ne__ = __hash__ = __bool__ = __str__ = __format__ = __len__ = __iter__ = __contains__ = __getitem__ = __setitem__ = _used
    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__ = __mod__ = __rmod__ = _used
    __or__ = __ror__ = __and__ = _used
    __int__ = __float__ = __index__ = __bytes__ = __call__ = __neg__ = __invert__ = __enter__ = __exit__ = __delitem__ = _used


class _Rest:
    """The type of REST: a key or element that stands for any number of unknown ones."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "REST"


REST = _Rest()
"""As a key of a dict (its value is the UnknownValue) or an element of a set: there may be further ones, and nobody knows which."""


def rest_of(container: object) -> bool:
    """True when a native container holds a marker for any number of further elements."""
    if isinstance(container, list | tuple):
        return any(type(element) is UnknownValue and element.rest for element in container)
    return (isinstance(container, dict) and dict.__contains__(container, REST)) or (
        isinstance(container, set | frozenset) and REST in container
    )


@define(eq=False, repr=False)
class Symbolic:
    """Something of a third party whose source is not at hand: a dotted path, or a call, attribute or item of another symbolic value.

    Two symbolic values of the same `text` are the same thing (`fastapi.FastAPI`, `vendor.types.Money(10, 2)`), unless `text` has an
    unknown in it. In a boolean, arithmetic or iteration it behaves as unknown: native code that touches it raises UnknownUsed.

    Args:
        text: canonical dotted path or call text.
        callee: what was called, for a call.
        args, kwargs: its arguments.
        origin: where it was written.

    """

    text: str
    origin: Origin
    callee: object = None
    args: tuple[object, ...] = ()
    kwargs: Mapping[str, object] = field(factory=dict)

    def __repr__(self) -> str:
        return f"Symbolic({self.text})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Symbolic) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def _used(self, *_args: object) -> NoReturn:
        raise UnknownUsed(UnknownValue(Unknown(f"the value of {self.text} is not known: its source is not at hand", self.origin)))

    __bool__ = __len__ = __iter__ = __contains__ = __lt__ = __le__ = __gt__ = __ge__ = __int__ = __index__ = __str__ = __format__ = _used


@define(eq=False, repr=False)
class Scope:
    """A chain of namespaces: `names` of this scope, then `parent`; `module` is the module the code was written in.

    Args:
        names: what is bound in it.
        module: where its code is written.
        parent: the scope around it, None at the top of a module.
        is_class: true for a class body.
        globals: names that `global` gives to the module.
        nonlocals: names that `nonlocal` gives to a scope around it.
        class_name: of the class whose body it is.

    """

    names: dict[str, Any]
    module: Module
    parent: Scope | None = None
    is_class: bool = False
    globals: set[str] = field(factory=set)
    nonlocals: set[str] = field(factory=set)
    class_name: str = ""


@define(eq=False, repr=False)
class ComprehensionScope(Scope):
    """The scope of a comprehension: `:=` in it binds in the scope around it."""


@frozen(eq=False)
class Deferred:
    """An import that nobody has needed yet: the module `module`, or its attribute. Only module namespaces hold it."""

    module: str
    attribute: str | None = None


@define(eq=False, repr=False)
class Module:
    """A module of the project or of readable third-party source, evaluated whole or one name at a time.

    Args:
        name: dotted name.
        source: the file (a `source.SourceFile`), None for a namespace package or a module made by a framework.
        namespace: what has been bound so far.

    """

    name: str
    source: Any = None
    namespace: dict[str, Any] = field(factory=dict)
    is_third_party: bool = False
    state: Any = None

    def __repr__(self) -> str:
        return f"Module({self.name})"


@define(eq=False, repr=False)
class Parameter:
    """One parameter of an interpreted function; `kind` is one of `positional`, `normal`, `star`, `keyword`, `double_star`."""

    name: str
    kind: str
    default: object = None
    has_default: bool = False
    annotation: cst.BaseExpression | None = None


@define(eq=False, repr=False)
class Function:
    """An interpreted function or lambda. Real code may call it (`sorted(key=f)`, `values_callable=f`): it runs in its interpreter."""

    name: str
    parameters: tuple[Parameter, ...]
    body: cst.BaseSuite | cst.BaseExpression
    scope: Scope
    interpreter: Interpreter
    node: cst.CSTNode
    qualname: str = ""
    is_generator: bool = False
    is_async: bool = False
    owner: Class | None = None
    attributes: dict[str, Any] = field(factory=dict)

    def __repr__(self) -> str:
        return f"Function({self.scope.module.name}.{self.qualname or self.name})"

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Run the function for real code."""
        return self.interpreter.call(self, list(args), kwargs)


@define(eq=False, repr=False)
class BoundMethod:
    """A function, intrinsic or other callable bound to its first argument."""

    function: Any
    instance: object

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Run the method for real code."""
        return self.function(self.instance, *args, **kwargs)


class Descriptor:
    """A framework's value that decides what reading it from a class (`instance` is None then) or an instance gives."""

    __slots__ = ()

    def read(self, interpreter: Interpreter, instance: object, owner: Any) -> Any:
        """The value of the attribute."""
        del interpreter, instance, owner
        return self


@frozen(eq=False, repr=False)
class Intrinsic:
    """A callable that a framework implements: `run(interpreter, args, kwargs)` answers the value. `name` is its qualified name."""

    name: str
    run: Callable[[Interpreter, list[Any], dict[str, Any]], object]

    def __repr__(self) -> str:
        return f"Intrinsic({self.name})"


@frozen(eq=False)
class Annotation:
    """An annotation that is evaluated when somebody asks: `interpreter.annotation(a)`."""

    node: cst.BaseExpression
    scope: Scope


@define(eq=False)
class TypeAlias:
    """A type alias of PEP 695.

    Args:
        name: of the alias.
        value: what it stands for: an Annotation, or a value where it was made by a call.
        parameters: the names of its type parameters.
        data: what frameworks note of it.

    """

    name: str
    value: Any
    parameters: tuple[str, ...] = ()
    data: dict[str, Any] = field(factory=dict)


@frozen
class Union:
    """`A | B` of which a member is interpreted or symbolic."""

    members: tuple[Any, ...]


@define(eq=False, repr=False)
class Class:
    """An interpreted class.

    Args:
        name: its name.
        bases: its bases: Class, real classes, Symbolic, UnknownValue or framework markers.
        namespace: what its body bound, in order.
        annotations: name to Annotation, in order of the body.
        mro: the linearised ancestors, itself first (C3 over Class values; other bases stand where they were written).
        keywords: keyword arguments of the class statement (`table=True`, `metaclass=...`).
        data: what a framework remembers of the class, by framework name.
        foreign: whether it has a base that is not interpreted; None until somebody asks.

    """

    name: str
    bases: tuple[Any, ...]
    namespace: dict[str, Any]
    module: Module
    node: cst.CSTNode | None = None
    qualname: str = ""
    annotations: dict[str, Annotation] = field(factory=dict)
    mro: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(factory=dict)
    metaclass: Any = None
    origin: Origin | None = None
    data: dict[str, Any] = field(factory=dict)
    subclasses: list[Class] = field(factory=list)
    foreign: bool | None = None

    def __repr__(self) -> str:
        return f"Class({self.module.name}.{self.name})"

    def lookup(self, name: str) -> Any:
        """The attribute as found along the MRO, unbound; raises KeyError."""
        for cls in self.mro:
            if isinstance(cls, Class) and name in cls.namespace:
                return cls.namespace[name]
        raise KeyError(name)

    def ancestors(self) -> Iterator[Any]:
        """The MRO without the class itself."""
        return iter(self.mro[1:])


@define(eq=False, repr=False)
class Instance:
    """An instance of an interpreted class."""

    cls: Class
    attributes: dict[str, Any] = field(factory=dict)
    origin: Origin | None = None

    def __repr__(self) -> str:
        return f"Instance({self.cls.name})"


class Raised(Exception):  # noqa: N818 - carries an exception of the interpreted program
    """An exception of the interpreted program: a real exception, or an Instance of an interpreted exception class."""

    def __init__(self, value: object, origin: Origin | None = None) -> None:
        super().__init__(value)
        self.value = value
        self.origin = origin
