from __future__ import annotations

import pytest

from schemaparity.errors import NoMigrationsError, SettingsError
from schemaparity.project import MemoryFileSystem, Target, discover, load_settings

ENV = "from alembic import context\n"


def targets(files: dict[str, str], environ: dict[str, str] | None = None, **options: object) -> tuple[Target, ...]:
    fs = MemoryFileSystem({f"/p/{name}" if not name.startswith("/") else name: text for name, text in files.items()})
    return discover(load_settings("/p", fs, **options), fs, environ or {})


def target(files: dict[str, str], environ: dict[str, str] | None = None, **options: object) -> Target:
    (found,) = targets(files, environ, **options)
    return found


def ini(**options: str) -> str:
    return "[alembic]\n" + "".join(f"{name} = {value}\n" for name, value in options.items())


def test_the_usual_layout() -> None:
    found = target({"alembic.ini": ini(script_location="alembic", prepend_sys_path="."), "alembic/env.py": ENV, "src/app/m.py": ""})
    assert (found.name, found.script_location, found.version_locations) == ("default", "/p/alembic", ("/p/alembic/versions",))
    assert (found.env_py, found.source_roots, found.site_packages) == ("/p/alembic/env.py", ("/p", "/p/src"), ())


def test_here_is_the_directory_of_the_ini() -> None:
    found = target({"conf/alembic.ini": ini(script_location="%(here)s/../db"), "db/env.py": ENV}, config="conf/alembic.ini")
    assert found.script_location == "/p/db"


@pytest.mark.parametrize("place", ["backend", "src", "migrations", "services/api"])
def test_nested_ini_is_run_in_its_own_directory(place: str) -> None:
    found = target(
        {f"{place}/alembic.ini": ini(script_location="alembic", prepend_sys_path="."), f"{place}/alembic/env.py": ENV, "alembic/README": ""}
    )
    assert found.script_location == f"/p/{place}/alembic"
    assert found.source_roots[0] == f"/p/{place}"
    assert "/p" in found.source_roots


def test_a_config_that_is_given_is_relative_to_the_project_first() -> None:
    files = {"conf/alembic.ini": ini(script_location="alembic"), "alembic/env.py": ENV, "conf/alembic/env.py": ENV}
    assert target(files, config="conf/alembic.ini").script_location == "/p/alembic"


def test_a_package_location() -> None:
    found = target(
        {"alembic.ini": ini(script_location="app.db:migrations"), "src/app/__init__.py": "", "src/app/db/migrations/env.py": ENV}
    )
    assert found.script_location == "/p/src/app/db/migrations"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"version_locations": "%(here)s/a, b"}, ("/p/a", "/p/b")),
        ({"version_locations": "a b"}, ("/p/a", "/p/b")),
        ({"version_locations": "a:b", "path_separator": ":"}, ("/p/a", "/p/b")),
        ({"version_locations": "a:b", "version_path_separator": "os"}, ("/p/a", "/p/b")),
        ({"version_locations": "a ; b", "path_separator": ";"}, ("/p/a", "/p/b")),
        ({"version_locations": "a  b", "path_separator": "space"}, ("/p/a", "/p/b")),
        ({"version_locations": "\n  a x\n  b", "path_separator": "newline"}, ("/p/a x", "/p/b")),
        ({"version_locations": "app:a b", "path_separator": "space"}, ("/p/app/a", "/p/b")),
    ],
)
def test_version_locations(options: dict[str, str], expected: tuple[str, ...]) -> None:
    found = target({"alembic.ini": ini(script_location="db", **options), "db/env.py": ENV, "app/a/1.py": ""})
    assert found.version_locations == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"prepend_sys_path": ". lib"}, ("/p", "/p/lib")),
        ({"prepend_sys_path": ".:lib"}, ("/p", "/p/lib")),
        ({"prepend_sys_path": "lib,.", "path_separator": "os"}, ("/p",)),
        ({"prepend_sys_path": "lib:.", "path_separator": "os"}, ("/p/lib", "/p")),
    ],
)
def test_prepended_paths(options: dict[str, str], expected: tuple[str, ...]) -> None:
    found = target({"alembic.ini": ini(script_location="db", **options), "db/env.py": ENV, "lib/x.py": ""})
    assert found.source_roots == expected


def test_an_unknown_separator_is_told() -> None:
    with pytest.raises(SettingsError, match="path_separator"):
        target({"alembic.ini": ini(script_location="db", path_separator="|", version_locations="a"), "db/env.py": ENV})


def test_a_section_of_its_own_is_a_target_of_its_own() -> None:
    text = "[DEFAULT]\nx = 1\n[one]\nscript_location = db/one\nsqlalchemy.url = sqlite://\n[two]\n"
    text += "script_location = db/two\n[loggers]\nkeys = root\n"
    found = targets({"alembic.ini": text, "db/one/env.py": ENV, "db/two/env.py": ENV})
    assert [(one.name, one.script_location, one.dialect) for one in found] == [("one", "/p/db/one", "sqlite"), ("two", "/p/db/two", None)]
    assert found[0].options.get_main_option("x") == "1"


def test_one_env_for_several_databases() -> None:
    text = (
        ini(script_location="db", databases="a, b") + "[a]\nsqlalchemy.url = postgresql://h/a\n[b]\nsqlalchemy.url = mysql+pymysql://h/b\n"
    )
    found = targets({"alembic.ini": text, "db/env.py": ENV})
    assert [(one.name, one.database, one.dialect) for one in found] == [("a", "a", "postgresql"), ("b", "b", "mysql")]


def test_pyproject() -> None:
    text = '[tool.alembic]\nscript_location = "%(here)s/db"\nversion_locations = ["%(here)s/v1", "v2"]\n'
    text += 'prepend_sys_path = ["lib"]\nrecursive_version_locations = true\n'
    found = target({"pyproject.toml": text, "db/env.py": ENV, "lib/a.py": ""})
    assert (found.script_location, found.version_locations, found.recursive) == ("/p/db", ("/p/v1", "/p/v2"), True)
    assert found.source_roots[0] == "/p/lib"


def test_the_ini_wins_over_pyproject_option_by_option() -> None:
    found = target(
        {
            "alembic.ini": ini(script_location="db"),
            "pyproject.toml": '[tool.alembic]\nscript_location="x"\nversion_locations=["v"]\n',
            "db/env.py": ENV,
        }
    )
    assert (found.script_location, found.version_locations) == ("/p/db", ("/p/v",))


def test_flask_migrate() -> None:
    found = target(
        {
            "migrations/alembic.ini": "[alembic]\n# template\n[loggers]\nkeys = root\n",
            "migrations/env.py": ENV,
            "migrations/script.py.mako": "",
        }
    )
    assert (found.script_location, found.version_locations) == ("/p/migrations", ("/p/migrations/versions",))
    assert "/p" in found.source_roots


def test_a_directory_of_scripts_without_any_configuration() -> None:
    found = target(
        {
            "app/db/env.py": ENV,
            "app/db/versions/1.py": "",
            "app/__init__.py": "",
            ".venv/lib/python3/site-packages/x/alembic.ini": ini(script_location="x"),
        }
    )
    assert found.script_location == "/p/app/db"
    assert found.source_roots == ("/p",)
    assert found.site_packages == ("/p/.venv/lib/python3/site-packages",)


def test_a_script_location_finds_its_ini() -> None:
    files = {
        "app/db/alembic.ini": ini(script_location="app/db/scripts", prepend_sys_path="lib"),
        "app/db/scripts/env.py": ENV,
        "lib/x.py": "",
    }
    found = target(files, script_location="app/db/scripts")
    assert found.options.get_main_option("prepend_sys_path") == "lib"


def test_version_locations_of_the_command_line_walk() -> None:
    files = {"db/env.py": ENV, "db/v/a/1.py": "", "db/v/a/__pycache__/x.py": "", "db/v/b/c/2.py": ""}
    found = target(files, script_location="db", version_locations=("db/v/**",))
    assert found.version_locations == ("/p/db/v", "/p/db/v/a", "/p/db/v/b", "/p/db/v/b/c")


def test_a_missing_value_can_be_defined() -> None:
    text = ini(script_location="%(WHERE)s/db", **{"sqlalchemy.url": "%(URL)s"})
    with pytest.raises(SettingsError, match="--define"):
        target({"alembic.ini": text, "db/env.py": ENV})
    found = target({"alembic.ini": text, "db/env.py": ENV}, defines=("script_location=db",))
    assert (found.script_location, found.sqlalchemy_url) == ("/p/db", None)


def test_the_active_environment_is_the_last_resort() -> None:
    files = {"alembic.ini": ini(script_location="db"), "db/env.py": ENV, "/v/lib/python3.12/site-packages/x.py": ""}
    assert target(files, {"VIRTUAL_ENV": "/v"}).site_packages == ("/v/lib/python3.12/site-packages",)


def test_named_targets() -> None:
    text = '[[tool.schemaparity.target]]\nname="core"\nscript-location="a"\n[[tool.schemaparity.target]]\nname="tenant"\nconfig="t.ini"\n'
    found = targets({"pyproject.toml": text, "a/env.py": ENV, "t.ini": ini(script_location="b"), "b/env.py": ENV})
    assert [(one.name, one.script_location) for one in found] == [("core", "/p/a"), ("tenant", "/p/b")]


@pytest.mark.parametrize(
    ("files", "options", "words"),
    [
        ({"README": ""}, {}, "--config"),
        ({"alembic.ini": ini(script_location="nowhere")}, {}, "script_location nowhere"),
        ({"a.py": ""}, {"script_location": "nowhere"}, "no directory nowhere"),
        (
            {"a/b/alembic.ini": ini(script_location="x"), "a/c/alembic.ini": ini(script_location="x")},
            {},
            "a/b/alembic.ini, a/c/alembic.ini",
        ),
    ],
)
def test_nothing_found_is_told_in_one_line(files: dict[str, str], options: dict[str, str], words: str) -> None:
    with pytest.raises(NoMigrationsError) as caught:
        targets(files, **options)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["script_location = x\n", "[alembic]\nscript_location = a\nscript_location = b\n", "[alembic]\nscript_location\n"]
)
def test_a_broken_ini_is_told_with_its_line(text: str) -> None:
    with pytest.raises(SettingsError, match=r"alembic\.ini"):
        targets({"alembic.ini": text})


def test_the_inside_of_a_package_is_no_place_to_run_alembic_or_to_import_from_first() -> None:
    files = {
        "app/alembic.ini": ini(script_location="%(here)s/db", prepend_sys_path="."),
        "app/__init__.py": "",
        "app/logging.py": "",
        "app/db/env.py": ENV,
    }
    found = target(files)
    assert (found.cwd, found.source_roots) == ("/p", ("/p", "/p/app"))


def test_a_script_location_that_the_application_fills_in() -> None:
    found = target({"app/alembic.ini": ini(script_location="{alembic_dir}"), "app/db/env.py": ENV, "app/db/script.py.mako": ""})
    assert found.script_location == "/p/app/db"


TWO = """[main]
script_location = app:db
version_locations = app:db/main
[tenant]
script_location = app:db
version_locations = app:db/tenant
[logging]
level = INFO
"""


@pytest.mark.parametrize("options", [{}, {"script_location": "app/db"}])
def test_every_section_of_the_script_location_is_a_target(options: dict[str, str]) -> None:
    files = {"app/alembic.ini": TWO, "app/__init__.py": "", "app/db/env.py": ENV, "app/db/main/a.py": "", "app/db/tenant/a.py": ""}
    found = targets(files, **options)
    assert [(t.name, t.version_locations) for t in found] == [("main", ("/p/app/db/main",)), ("tenant", ("/p/app/db/tenant",))]


def test_sections_that_differ_in_version_locations_only() -> None:
    sections = "".join(f"[{name}]\nversion_locations = %(here)s/db/{name}\n" for name in ("one", "two"))
    text = f"[DEFAULT]\nscript_location = %(here)s/db\n{sections}"
    found = targets({"alembic.ini": text, "db/env.py": ENV, "db/one/a.py": "", "db/two/a.py": ""})
    assert [(t.name, t.version_locations) for t in found] == [("one", ("/p/db/one",)), ("two", ("/p/db/two",))]
