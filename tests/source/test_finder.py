from __future__ import annotations

from schemaparity.project import MemoryFileSystem
from schemaparity.source import Finder, NamespacePackage, SourceFile


def finder(files: dict[str, str], roots: tuple[str, ...] = ("/p",), third: tuple[str, ...] = ("/site",)) -> Finder:
    return Finder(MemoryFileSystem(files), roots, third, "/p")


def path(found: object) -> str | None:
    return found.path if isinstance(found, SourceFile) else None


def test_packages_modules_and_namespace_packages() -> None:
    it = finder({"/p/a/__init__.py": "", "/p/a/b.py": "", "/p/c.py": "", "/p/n/s/d.py": ""})
    assert path(it.find("a")) == "/p/a/__init__.py"
    assert path(it.find("a.b")) == "/p/a/b.py"
    assert path(it.find("c")) == "/p/c.py"
    assert it.find("n") == NamespacePackage("n", ("/p/n",))
    assert path(it.find("n.s.d")) == "/p/n/s/d.py"
    assert it.find("c.d") is None
    assert it.find("a.nothing") is None
    assert it.find("not a name") is None
    assert it.find("") is None


def test_a_package_wins_over_a_module_and_a_first_root_over_a_second() -> None:
    it = finder({"/p/a/__init__.py": "", "/p/a.py": "", "/q/b.py": "", "/p/b.py": ""}, ("/p", "/q"))
    assert path(it.find("a")) == "/p/a/__init__.py"
    assert path(it.find("b")) == "/p/b.py"


def test_the_project_shadows_third_parties_but_a_bare_directory_does_not() -> None:
    it = finder({"/p/a.py": "", "/site/a/__init__.py": "", "/p/redis/x.py": "", "/site/redis/__init__.py": "", "/p/docs/conf.txt": ""})
    assert path(it.find("a")) == "/p/a.py"
    assert path(it.find("redis")) == "/site/redis/__init__.py"
    assert it.find("docs") is None
    assert (it.is_third_party("a"), it.is_third_party("redis.client"), it.is_third_party("unknown")) == (False, True, True)


def test_namespace_packages_are_spread_over_roots() -> None:
    it = finder({"/p/ns/a.py": "", "/site/ns/b.py": ""})
    assert path(it.find("ns.a")) == "/p/ns/a.py"
    assert path(it.find("ns.b")) == "/site/ns/b.py"
    assert it.submodules("ns") == ["ns.a", "ns.b"]


def test_a_package_that_extends_its_path() -> None:
    init = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"
    it = finder({"/site/big/__init__.py": init, "/p/big/plugin/m.py": "", "/site/big/core.py": ""})
    assert path(it.find("big.plugin.m")) == "/p/big/plugin/m.py"
    assert path(it.find("big.core")) == "/site/big/core.py"


def test_submodules_and_walk() -> None:
    it = finder(
        {
            "/p/a/__init__.py": "",
            "/p/a/z.py": "",
            "/p/a/b/__init__.py": "",
            "/p/a/b/c.py": "",
            "/p/a/__main__.py": "",
            "/p/a/not-one.py": "",
        }
    )
    assert it.submodules("a") == ["a.b", "a.z"]
    assert it.walk("a") == ["a", "a.b", "a.b.c", "a.z"]
    assert it.walk("nothing") == []
    assert it.submodules("a.z") == []


def test_a_root_can_be_added() -> None:
    it = finder({"/p/backend/m.py": ""})
    assert it.find("m") is None
    it.add_root("/p/backend")
    assert path(it.find("m")) == "/p/backend/m.py"


def test_places_are_told_without_the_machine() -> None:
    it = finder({"/p/a.py": "", "/site/b.py": ""})
    assert (it.display("/p/a.py"), it.display("/site/b.py")) == ("a.py", "b.py")


def test_path_files_of_editable_installs_are_followed() -> None:
    it = finder({"/site/x.pth": "import os; evil()\n# no\n/other/src\n", "/other/src/lib/__init__.py": ""})
    assert path(it.find("lib")) == "/other/src/lib/__init__.py"


def test_which_third_parties_may_declare_tables() -> None:
    it = finder(
        {
            "/site/plain/__init__.py": "x = 1\n",
            "/site/bare/db.py": "from sqlalchemy import Column\n",
            "/site/meta/db.py": "import sqlalchemy\n",
            "/site/meta-1.dist-info/METADATA": "Name: meta\nRequires-Dist: attrs\nRequires-Dist: SQLAlchemy>=2 ; extra == 'db'\n",
            "/site/http/x.py": "# no sqlalchemy here\n",
            "/site/http-1.dist-info/METADATA": "Name: http\nRequires-Dist: idna\n",
            "/site/mod.py": "import sqlmodel\n",
            "/site/Odd_Name-1.dist-info/METADATA": "Requires-Dist: sqlalchemy\n",
            "/site/Odd_Name-1.dist-info/RECORD": "odd/__init__.py,sha256=x,1\n",
            "/site/odd/__init__.py": "import sqlalchemy\n",
        }
    )
    names = ("plain", "bare", "meta", "http", "mod", "odd", "absent", "flask_sqlalchemy")
    assert [name for name in names if it.mentions_sqlalchemy(name)] == ["bare", "meta", "mod", "odd", "flask_sqlalchemy"]


def test_names_that_no_import_statement_can_have() -> None:
    it = finder({"/p/a/__init__.py": "", "/p/a/2020-01-02_first_.py": ""})
    assert path(it.find("a.2020-01-02_first_")) == "/p/a/2020-01-02_first_.py"
    assert it.find("a.../b") is None
