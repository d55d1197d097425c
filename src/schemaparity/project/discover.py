"""From settings to targets: finds Alembic's configuration and reads it by Alembic 1.20's rules. Runs and imports nothing."""

from __future__ import annotations

import configparser
import os
import posixpath
import re
from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

from schemaparity.errors import NoMigrationsError, SettingsError
from schemaparity.project import places
from schemaparity.project.filesystem import FileSystem, UnreadableFile
from schemaparity.project.ini import IniOptions, read_ini, read_toml_table
from schemaparity.project.search import Found, in_directory, is_script_location, script_locations_beside, search
from schemaparity.project.settings import Settings
from schemaparity.project.target import Target, dialect_of_url

_NAMES = re.compile(r"\s*,\s*|\s+")


@frozen
class _Project:
    root: str
    fs: FileSystem
    environ: Mapping[str, str]

    def path(self, path: str) -> str:
        return places.given_path(path, self.root, self.fs)

    def display(self, path: str) -> str:
        return posixpath.relpath(path, self.root)


@frozen
class _Configured:
    """Options and the directories that relative locations in them may start from, the likeliest first."""

    options: IniOptions
    bases: tuple[str, ...]


def discover(settings: Settings, fs: FileSystem, environ: Mapping[str, str] | None = None) -> tuple[Target, ...]:
    """The targets of a project.

    Args:
        settings: what the user said.
        fs: where files are read.
        environ: environment variables; only VIRTUAL_ENV is looked at. Those of the process by default.

    Raises:
        NoMigrationsError: there is no script location.
        SettingsError: a file of the configuration is wrong.

    """
    project = _Project(fs.real_path(settings.project), fs, os.environ if environ is None else environ)
    targets = [target for one in settings.targets or (settings,) for target in _targets(one, project, named=bool(settings.targets))]
    return tuple(targets)


def _targets(settings: Settings, project: _Project, *, named: bool) -> Iterator[Target]:
    configured = _configuration(settings, project)
    options = evolve(configured.options, overrides=settings.defines)
    if named and settings.name in options.sections and "script_location" in options.sections[settings.name]:
        options = evolve(options, main=settings.name)
    try:
        sections = [options.main] if named else _sections_at(settings, evolve(configured, options=options), project)
        for section in sections:
            name = settings.name if named or section == "alembic" else section
            target = _target(name, settings, evolve(configured, options=evolve(options, main=section)), project)
            yield from _by_database(target)
    except configparser.InterpolationError as error:
        reason = str(error).replace("\n", " ")
        raise SettingsError(f"{reason}; give the value with --define", project.display(options.path or project.root)) from error


def _configuration(settings: Settings, project: _Project) -> _Configured:
    if settings.config is not None:
        path = project.path(settings.config)
        found = Found(toml=path) if path.endswith(".toml") else Found(ini=path)
        if not project.fs.is_file(path):
            raise SettingsError(f"--config: there is no file {settings.config}")
        return _Configured(_read(found, project), (project.root, posixpath.dirname(path)))
    if settings.script_location is not None:
        return _beside(settings.script_location, project)
    found = _only(search(project.fs, project.root), project)
    if found.script_location is not None:
        return _Configured(IniOptions(found.script_location, toml={"script_location": found.script_location}), (project.root,))
    return _Configured(_read(found, project), (posixpath.dirname(found.path), project.root))


def _beside(script_location: str, project: _Project) -> _Configured:
    """The configuration that names the given script location: in it, or in a directory above it within the project."""
    location = places.located(script_location, project.root, (project.root, posixpath.join(project.root, "src")), project.fs)
    directory = project.path(script_location) if ":" not in script_location else location
    while directory.startswith(project.root):
        found = in_directory(project.fs, directory)
        if found is not None:
            configured = _Configured(_read(found, project), (directory, project.root))
            if any(_is_script_location_of(configured, section, location, project) for section in _sections(configured.options)):
                return configured
        if directory in {project.root, "/"}:
            break
        directory = posixpath.dirname(directory)
    return _Configured(IniOptions(project.root), (project.root,))


def _is_script_location_of(configured: _Configured, section: str, location: str, project: _Project) -> bool:
    try:
        return _script_location(evolve(configured, options=evolve(configured.options, main=section)), project)[0] == location
    except (configparser.InterpolationError, NoMigrationsError):
        return False


def _only(found: list[Found], project: _Project) -> Found:
    if not found:
        raise NoMigrationsError(
            "no alembic.ini, no [tool.alembic] in pyproject.toml and no directory with env.py and versions was found; "
            "name one with --config FILE or --script-location DIR"
        )
    if len(found) > 1:
        names = ", ".join(project.display(one.path) for one in found)
        raise NoMigrationsError(f"several configurations were found: {names}; choose one with --config or --script-location")
    return found[0]


def _read(found: Found, project: _Project) -> IniOptions:
    options = IniOptions(posixpath.dirname(found.path))
    if found.ini is not None:
        options = read_ini(_text(found.ini, project), found.ini, project.display(found.ini))
    if found.toml is None:
        return options
    table = read_toml_table(_text(found.toml, project), "alembic", project.display(found.toml))
    return evolve(options, toml=table or {}, toml_path=found.toml)


def _text(path: str, project: _Project) -> str:
    try:
        data = project.fs.read_bytes(path)
    except UnreadableFile as error:
        raise SettingsError(f"cannot be read: {error.reason}", project.display(path)) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


_OWN_OPTIONS = {"script_location", "version_locations"}


def _sections(options: IniOptions) -> list[str]:
    """`alembic`, and every other section with a script location or version locations of its own (`alembic --name`)."""
    named = [name for name, own in options.sections.items() if _OWN_OPTIONS & own.keys() and name != "alembic"]
    has_main = bool(_OWN_OPTIONS & options.sections.get("alembic", {}).keys()) or "script_location" in options.toml or not named
    return ["alembic", *named] if has_main else named


def _sections_at(settings: Settings, configured: _Configured, project: _Project) -> list[str]:
    """The sections to check; where a script location is given, those that have it."""
    options = configured.options
    if settings.script_location is None:
        return _sections(options)
    location = _chosen_location(settings, configured, project)[0]
    there = [section for section in _sections(options) if _is_script_location_of(configured, section, location, project)]
    return there or [options.main]


def _target(name: str, settings: Settings, configured: _Configured, project: _Project) -> Target:
    options, fs = configured.options, project.fs
    location, cwd = _chosen_location(settings, configured, project)
    prepended = [places.absolute(path, cwd) for path in options.get_list("prepend_sys_path")]
    directories = (project.root, cwd, *([posixpath.dirname(options.path)] if options.path else []))
    roots = tuple(map(project.path, settings.source_roots)) or places.source_roots(location, prepended, directories, fs)
    url = _url(options)
    env_py = posixpath.join(location, "env.py")
    return Target(
        name=name,
        project=project.root,
        script_location=location,
        version_locations=_version_locations(settings, options, location, cwd, roots, project),
        recursive=not settings.version_locations and options.get_boolean("recursive_version_locations"),
        env_py=env_py if fs.is_file(env_py) else None,
        cwd=cwd,
        options=options,
        dialect=settings.dialect or dialect_of_url(url),
        dialect_is_explicit=settings.dialect is not None,
        sqlalchemy_url=url,
        metadata=settings.metadata,
        models=settings.models,
        source_roots=roots,
        site_packages=tuple(map(project.path, settings.site_packages)) or places.site_packages(directories, project.environ, fs),
        defines=settings.defines,
        base=_base(settings.base, project),
    )


def _base(base: str | None, project: _Project) -> str | None:
    """What the chain starts from, with the path of a file from the root of the project."""
    return f"sql:{project.path(base.removeprefix('sql:'))}" if base is not None and base.startswith("sql:") else base


def _chosen_location(settings: Settings, configured: _Configured, project: _Project) -> tuple[str, str]:
    if settings.script_location is None:
        return _script_location(configured, project)
    given = settings.script_location
    roots = (project.root, posixpath.join(project.root, "src"))
    location = project.path(given) if ":" not in given else places.located(given, project.root, roots, project.fs)
    if not project.fs.is_dir(location):
        raise NoMigrationsError(f"--script-location: there is no directory {given}")
    return location, configured.bases[0]


def _script_location(configured: _Configured, project: _Project) -> tuple[str, str]:
    """The script location and the directory it is relative to: the first of the possible working directories that has it."""
    options = configured.options
    given = options.get_alembic_option("script_location")
    if given is None:
        directory = options.here or project.root
        if is_script_location(project.fs, directory):  # Flask-Migrate keeps an alembic.ini without the option in the directory itself
            return directory, project.root
        raise NoMigrationsError(
            "no script_location is set; name it with --script-location DIR", project.display(options.path) if options.path else None
        )
    candidates = [
        (places.located(str(given), base, _package_roots(options, base, project), project.fs), base)
        for base in dict.fromkeys(configured.bases)
    ]
    for is_right in (lambda path: project.fs.is_file(posixpath.join(path, "env.py")), project.fs.is_dir):
        right = [(location, base) for location, base in candidates if is_right(location)]
        if right:
            return min(
                right, key=lambda one: places.is_package(one[1], project.fs)
            )  # nobody runs Alembic inside of a package, if there is a choice
    beside = script_locations_beside(project.fs, options.here)
    if len(beside) == 1:  # a template that the application fills in
        return beside[0], project.root
    where = options.path or options.toml_path
    raise NoMigrationsError(
        f"script_location {given} is no directory; name it with --script-location DIR", project.display(where) if where else None
    )


def _package_roots(options: IniOptions, base: str, project: _Project) -> list[str]:
    prepended = [places.absolute(path, base) for path in options.get_list("prepend_sys_path")]
    directories = [path for directory in (base, project.root) for path in (directory, posixpath.join(directory, "src"))]
    above = [places.above_package(posixpath.dirname(options.path), project.fs)] if options.path else []
    return list(dict.fromkeys((*prepended, *directories, *above)))


def _version_locations(
    settings: Settings, options: IniOptions, location: str, cwd: str, roots: tuple[str, ...], project: _Project
) -> tuple[str, ...]:
    if settings.version_locations:
        given = [_given_walk(path, project) for path in settings.version_locations]
    else:
        given = [places.located(path, cwd, roots, project.fs) for path in options.get_list("version_locations")]
    walked = (path for one in given for path in places.walked(one, project.fs))
    return tuple(dict.fromkeys(walked)) or (posixpath.join(location, "versions"),)


def _given_walk(path: str, project: _Project) -> str:
    directory, walk, _ = path.partition("/**")
    return project.path(directory or ".") + walk


def _url(options: IniOptions) -> str | None:
    """The configured URL; one that refers to something which is not there is filled in by env.py, and so as good as none."""
    try:
        value = options.get_alembic_option("sqlalchemy.url")
    except configparser.InterpolationError:
        return None
    return str(value) if value else None


def _by_database(target: Target) -> Iterator[Target]:
    """The target once for each engine of Alembic's and Flask-Migrate's multidb layouts, else itself."""
    listed = str(target.options.get_alembic_option("databases") or "")
    names = [name for name in _NAMES.split(listed.strip()) if name in target.options.sections]
    if not names:
        yield target
        return
    for name in names:
        url = target.options.get_section_option(name, "sqlalchemy.url")
        dialect = target.dialect if target.dialect_is_explicit else dialect_of_url(url)
        yield evolve(
            target, name=name if target.name == "default" else f"{target.name}.{name}", database=name, sqlalchemy_url=url, dialect=dialect
        )
