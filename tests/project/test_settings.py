from __future__ import annotations

import pytest

from schemaparity.errors import SettingsError
from schemaparity.project import MemoryFileSystem, Settings, load_settings


def load(text: str, **options: object) -> Settings:
    return load_settings("/p", MemoryFileSystem({"/p/pyproject.toml": text, "/p/base.sql": ""}), **options)


def test_nothing_said() -> None:
    assert load_settings("/p", MemoryFileSystem({"/p/a": ""})) == Settings("/p")


def test_every_key_is_read() -> None:
    settings = load(
        """
        [tool.schemaparity]
        config = "a.ini"
        script-location = "db"
        version-location = ["v1", "v2/**"]
        metadata = "app.db:Base.metadata"
        models = ["app.**"]
        source-root = "lib"
        site-packages = ["site"]
        dialect = "mysql"
        define = { SCHEMA = "core", DEBUG = true, N = 1 }
        base = "sql:base.sql"
        no-cache = true
        select = ["SP2"]
        ignore = "SP391"
        """
    )
    assert settings == Settings(
        "/p", config="a.ini", script_location="db", version_locations=("v1", "v2/**"), metadata=("app.db:Base.metadata",),
        models=("app.**",), source_roots=("lib",), site_packages=("site",), dialect="mysql",
        defines={"SCHEMA": "core", "DEBUG": "true", "N": "1"},
        base="sql:base.sql", no_cache=True, select=("SP2",), ignore=("SP391",),
    )  # fmt: skip


def test_the_command_line_wins_and_defines_are_merged() -> None:
    settings = load(
        "[tool.schemaparity]\ndialect='mysql'\nmodels=['a']\ndefine=['A=1','B=2']", dialect="sqlite", models=(), defines=("B=3=4",)
    )
    assert (settings.dialect, settings.models, settings.defines) == ("sqlite", ("a",), {"A": "1", "B": "3=4"})


def test_targets_have_the_other_keys_filled_in() -> None:
    settings = load(
        """
        [tool.schemaparity]
        dialect = "mysql"
        define = { A = "1" }
        [[tool.schemaparity.target]]
        name = "core"
        metadata = "core:Base"
        [[tool.schemaparity.target]]
        name = "tenant"
        dialect = "sqlite"
        define = { B = "2" }
        """
    )
    assert [(one.name, one.dialect, one.metadata, one.defines) for one in settings.targets] == [
        ("core", "mysql", ("core:Base",), {"A": "1"}),
        ("tenant", "sqlite", (), {"A": "1", "B": "2"}),
    ]


def test_all_mistakes_are_told_in_one_line() -> None:
    with pytest.raises(SettingsError) as caught:
        load(
            """
            [tool.schemaparity]
            dialekt = "mysql"
            models = 3
            base = "full"
            [[tool.schemaparity.target]]
            metadata = "no_colon"
            baseline = "x"
            """,
            dialect="db2",
        )
    message = str(caught.value)
    assert "\n" not in message
    for part in (
        "'dialekt'",
        "models: must be",
        "base 'full'",
        "has no name",
        "'no_colon' is not MODULE:ATTR",
        "baseline belongs into",
        "'db2'",
    ):
        assert part in message


@pytest.mark.parametrize("text", ["[tool.schemaparity", "[tool.schemaparity]\ntarget = 3", "[tool.schemaparity]\ndefine = 'x'"])
def test_a_wrong_file_is_a_settings_error(text: str) -> None:
    with pytest.raises(SettingsError):
        load(text)


def test_no_directory() -> None:
    with pytest.raises(SettingsError, match="not a directory"):
        load_settings("/nowhere", MemoryFileSystem({}))
