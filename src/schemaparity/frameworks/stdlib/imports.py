"""importlib, pkgutil: modules by name or file, the modules of a package, files beside them."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from attrs import define

from schemaparity.evaluate import files
from schemaparity.evaluate.frameworks import NotHandled
from schemaparity.evaluate.native import Refused, elements, intrinsic, noise, require_known, unknown_call
from schemaparity.evaluate.values import Module, UnknownUsed, UnknownValue
from schemaparity.frameworks.stdlib.paths import ProjectPath
from schemaparity.frameworks.stdlib.tuples import named_tuple_type

if TYPE_CHECKING:
    from schemaparity.evaluate.interpreter import Interpreter

ModuleInfo = named_tuple_type("ModuleInfo", ["module_finder", "name", "ispkg"], {})
_MAX_MODULES = 5_000


def load(interpreter: Interpreter, name: str) -> Any:
    """Import a module as the program does: evaluated whole where the caller of the interpreter needs that."""
    interpreter.announce(name)
    return interpreter.import_module(name)


def _import_module(interpreter: Interpreter, name: Any, package: Any = None) -> object:
    require_known([name, package])
    level = len(name) - len(name.lstrip("."))
    if level:
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        base = package.split(".")
        name = ".".join([*base[: len(base) - level + 1], *filter(None, [name.lstrip(".")])])
    return load(interpreter, name)


def _version(interpreter: Interpreter, name: Any) -> object:
    """`importlib.metadata.version`: what is installed is known as far as the site-packages directories show it."""
    require_known(name)
    found = interpreter.finder.distributions.version(name)
    if found is None:
        raise Refused(f"whether and in which version {name} is installed is not known")
    return found


def _reload(_interpreter: Interpreter, module: Any) -> object:
    return module


def iter_modules(interpreter: Interpreter, path: Any = None, prefix: Any = "") -> list[Any]:
    """The modules in the directories of a package."""
    require_known(prefix)
    if path is None:
        raise Refused("which top-level modules there are is not known")
    found: dict[str, Any] = {}
    for directory in elements(interpreter, path):
        require_known(directory)
        for name, is_package in modules_in(interpreter, str(directory)):
            found.setdefault(name, ModuleInfo(None, prefix + name, is_package))
    return list(found.values())


def modules_in(interpreter: Interpreter, directory: str) -> list[tuple[str, bool]]:
    """The names of the modules and packages in a directory, sorted."""
    system = interpreter.file_system
    directory = files.absolute(interpreter, directory)
    found: dict[str, bool] = {}
    for entry in system.list_dir(directory):
        if entry.endswith(".py") and entry != "__init__.py" and entry[:-3].isidentifier():
            found.setdefault(entry[:-3], False)
        elif entry.isidentifier() and system.is_file(posixpath.join(directory, entry, "__init__.py")):
            found[entry] = True
    return sorted(found.items())


def _iter_modules(interpreter: Interpreter, path: Any = None, prefix: Any = "") -> object:
    return iter(iter_modules(interpreter, path, prefix))


def _walk_packages(interpreter: Interpreter, path: Any = None, prefix: Any = "", onerror: Any = None) -> object:
    del onerror
    return iter(_walked(interpreter, path, prefix, _MAX_MODULES))


def _walked(interpreter: Interpreter, path: Any, prefix: str, budget: int) -> list[Any]:
    """pkgutil.walk_packages imports every package that it enters."""
    found: list[Any] = []
    for info in iter_modules(interpreter, path, prefix):
        found.append(info)
        if info.ispkg:
            package = load(interpreter, info.name)
            inner = interpreter.get_attribute(package, "__path__") if isinstance(package, Module) else _unknown_package(package)
            found += _walked(interpreter, inner, f"{info.name}.", budget - len(found))
        if len(found) > budget:
            raise Refused(f"more than {_MAX_MODULES} modules are walked")
    return found


def _unknown_package(value: Any) -> list[Any]:
    if isinstance(value, UnknownValue):
        raise UnknownUsed(value)
    return []


@define(eq=False)
class Spec:
    """A module specification; the loader is the specification itself."""

    name: str
    path: str | None
    module: Any = None


def attribute(spec: Spec, name: str) -> object:
    """The attributes of a specification and of its loader."""
    match name:
        case "name":
            return spec.name
        case "origin":
            return spec.path
        case "loader":
            return spec
        case "submodule_search_locations":
            return [posixpath.dirname(spec.path)] if spec.path is not None and spec.path.endswith("/__init__.py") else None
        case "exec_module" | "load_module":
            return intrinsic("importlib.Loader.exec_module", lambda interpreter, *_args: _run(interpreter, spec))
    raise NotHandled


def _run(interpreter: Interpreter, spec: Spec) -> object:
    module = _from_spec(interpreter, spec)
    if isinstance(module, Module) and module.source is not None:
        interpreter.modules.run_whole(module)
    return module


def _find_spec(interpreter: Interpreter, name: Any, package: Any = None) -> object:
    require_known([name, package])
    found = interpreter.finder.find(name) if not name.startswith(".") else None
    path = getattr(found, "path", None)
    if not isinstance(path, str):
        raise Refused(f"whether there is a module {name} is not known")
    return Spec(name, path)


def _spec_from_file(interpreter: Interpreter, name: Any, location: Any = None, **_options: Any) -> object:
    require_known([name, location])
    return Spec(name, files.inside(interpreter, location))


def _from_spec(interpreter: Interpreter, spec: Any) -> object:
    if isinstance(spec, UnknownValue):
        raise UnknownUsed(spec)
    if not isinstance(spec, Spec) or spec.path is None:
        raise Refused("a module of a specification that is not known")
    if spec.module is None:
        if not files.is_file(interpreter, spec.path):
            raise FileNotFoundError(2, "No such file or directory", spec.path)
        spec.module = interpreter.module_from_file(interpreter.finder.file(spec.path, spec.name), spec.name)
    return spec.module


def _package_files(interpreter: Interpreter, package: Any) -> object:
    module = load(interpreter, package) if isinstance(package, str) else package
    if isinstance(module, UnknownValue):
        raise UnknownUsed(module)
    if not isinstance(module, Module):
        raise Refused("the files of a package whose source is not at hand")
    return ProjectPath(elements(interpreter, interpreter.get_attribute(module, "__path__"))[0])


def _read_text(interpreter: Interpreter, package: Any, name: Any, encoding: Any = "utf-8", **_options: Any) -> object:
    require_known([name, encoding])
    return files.read_text(interpreter, f"{_package_files(interpreter, package)}/{name}", encoding)


def _get_data(interpreter: Interpreter, package: Any, resource: Any) -> object:
    require_known(resource)
    return files.read_bytes(interpreter, f"{_package_files(interpreter, package)}/{resource}")


def _extend_path(_interpreter: Interpreter, path: Any, _name: Any) -> object:
    return path


IMPORTLIB: dict[str, Any] = {
    "import_module": intrinsic("importlib.import_module", _import_module), "reload": intrinsic("importlib.reload", _reload),
    "invalidate_caches": noise("importlib.invalidate_caches"),
    "__import__": intrinsic("importlib.__import__", lambda interpreter, name, *_more: load(interpreter, name)),
}  # fmt: skip
UTIL: dict[str, Any] = {
    "find_spec": intrinsic("importlib.util.find_spec", _find_spec), "module_from_spec": intrinsic("importlib.util.module_from_spec",
    _from_spec),
    "spec_from_file_location": intrinsic("importlib.util.spec_from_file_location", _spec_from_file),
}  # fmt: skip
MACHINERY: dict[str, Any] = {
    "SourceFileLoader": intrinsic("importlib.machinery.SourceFileLoader", _spec_from_file),
    "ModuleSpec": unknown_call("ModuleSpec", "ModuleSpec is not modelled"),
}
RESOURCES: dict[str, Any] = {
    "files": intrinsic("importlib.resources.files", _package_files),
    "read_text": intrinsic("importlib.resources.read_text", _read_text),
}
METADATA: dict[str, Any] = {
    name: unknown_call(f"importlib.metadata.{name}", "what is installed is not known")
    for name in ("metadata", "entry_points", "distribution", "requires")
} | {"version": intrinsic("importlib.metadata.version", _version), "PackageNotFoundError": ModuleNotFoundError}
PKGUTIL: dict[str, Any] = {
    "iter_modules": intrinsic("pkgutil.iter_modules", _iter_modules), "walk_packages": intrinsic("pkgutil.walk_packages", _walk_packages),
    "get_data": intrinsic("pkgutil.get_data", _get_data), "extend_path": intrinsic("pkgutil.extend_path", _extend_path),
    "ModuleInfo": ModuleInfo,
}  # fmt: skip
