"""What one check reads: a script location with its configuration, settings and places to import from."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from schemaparity.project.ini import IniOptions


@frozen
class Target:
    """One database, or one metadata of it. All paths are absolute.

    Args:
        name: `default`, the section of the ini file, or the name of a `[[tool.schemaparity.target]]`.
        project: root of the project; places are told relative to it.
        script_location: the directory of env.py.
        version_locations: directories of revision files, in order; may not exist.
        recursive: whether directories below the version locations count.
        env_py: the file, None without one.
        cwd: the directory that Alembic is taken to be run in.
        options: Alembic's configuration.
        database: the engine's name where one env.py serves several databases (`databases = engine1, engine2`).
        dialect: from the settings, else from the configured URL, else None.
        dialect_is_explicit: True when the settings name the dialect: an URL in an ini file may be a developer's own.
        sqlalchemy_url: as configured, None without one.
        metadata: `MODULE:ATTR` from the settings; empty to read env.py.
        models: modules from the settings.
        source_roots: directories that the project's modules are imported from, in order.
        site_packages: directories of third-party source.
        defines: environment variables, x-arguments and config options.
        base: what the chain starts from: `empty`, `open`, `sql:FILE`, None for the default.

    """

    name: str
    project: str
    script_location: str
    version_locations: tuple[str, ...]
    recursive: bool = False
    env_py: str | None = None
    cwd: str = "/"
    options: IniOptions = field(factory=IniOptions)
    database: str | None = None
    dialect: str | None = None
    dialect_is_explicit: bool = False
    sqlalchemy_url: str | None = None
    metadata: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    source_roots: tuple[str, ...] = ()
    site_packages: tuple[str, ...] = ()
    defines: Mapping[str, str] = field(factory=dict)
    base: str | None = None


_DIALECT_OF_SCHEME = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "cockroachdb": "postgresql",
    "mysql": "mysql",
    "mariadb": "mariadb",
    "sqlite": "sqlite",
    "mssql": "mssql",
    "oracle": "oracle",
}


def dialect_of_url(url: str | None) -> str | None:
    """The dialect that an URL's scheme names (`postgresql+asyncpg://`), None for what names none.

    Example:
        >>> dialect_of_url("postgres+psycopg2://u@h/d"), dialect_of_url("driver://user:pass@localhost/dbname")
        ('postgresql', None)

    """
    scheme, separator, _ = (url or "").strip("\"' ").partition(":")
    return _DIALECT_OF_SCHEME.get(scheme.partition("+")[0].lower()) if separator else None
