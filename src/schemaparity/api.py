"""The Python API: what scripts call. Every function reads files and returns pure values; nothing is kept between calls."""

from __future__ import annotations

from os import PathLike

from attrs import evolve, frozen

from schemaparity import pipeline
from schemaparity.errors import SettingsError
from schemaparity.findings import Finding, History, TargetResult
from schemaparity.project import Settings, load_settings
from schemaparity.schema import Schema


@frozen(repr=False)
class Result:
    """The result of a check; picklable.

    Args:
        targets: one result a target, in the order of the configuration.

    """

    targets: tuple[TargetResult, ...]

    @property
    def in_parity(self) -> bool:
        """True when no target has drift, a failing migration or an unknown that matters."""
        return all(target.in_parity for target in self.targets)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all targets, sorted by place within each."""
        return tuple(finding for target in self.targets for finding in target.findings)

    @property
    def models(self) -> Schema:
        """What the models of the first target declare."""
        return self.targets[0].models

    @property
    def migrations(self) -> Schema:
        """What the migrations of the first target build."""
        return self.targets[0].migrations

    @property
    def history(self) -> History:
        """The revision DAG of the first target."""
        return self.targets[0].history

    def to_json(self) -> str:
        """The text of `check --output-format json`."""
        return pipeline.render(self.targets, "json")

    def to_markdown(self) -> str:
        """The text of `check --output-format markdown`."""
        return pipeline.render(self.targets, "markdown")

    def to_text(self) -> str:
        """The text of `check`, without excerpts: a result holds no sources."""
        return pipeline.render(self.targets, "text")

    def __repr__(self) -> str:
        """The targets with the numbers of their findings; all that a result holds would fill pages."""
        return f"Result({', '.join(f'{target.name}: {len(target.findings)} findings' for target in self.targets)})"


def compare(project: str | PathLike[str] = ".", *, settings: Settings | None = None) -> Result:
    """Compare what the models declare with what the migrations build.

    Args:
        project: the project's root; its configuration is read from there. Not used when `settings` is given.
        settings: settings made by the caller.

    Returns:
        The finished result.

    Raises:
        SettingsError: an option or a key of the configuration is wrong.
        ProjectError: the path is no directory, or it has no migrations.
        RevisionGraphError: no order of the revisions exists.

    Example:
        >>> import schemaparity
        >>> result = schemaparity.compare("examples/trading")
        >>> [finding.code for finding in result.findings]
        ['SP401']

    """
    chosen = _settings(project, settings)
    return Result(pipeline.review(chosen).results)


def read_models(project: str | PathLike[str] = ".", *, settings: Settings | None = None, target: str | None = None) -> Schema:
    """Read what the models declare: what `target_metadata.create_all()` would create.

    Args:
        project: the project's root.
        settings: settings made by the caller.
        target: name of the target where the configuration has several; default: the first.

    Returns:
        The schema.

    Raises:
        SettingsError: an option or a key of the configuration is wrong, or there is no such target.
        ProjectError: nothing to read at the given place.

    Example:
        >>> import schemaparity
        >>> schemaparity.read_models("examples/trading").tables["users"].columns["email"].nullable
        False

    """
    return _chosen(pipeline.models(_settings(project, settings)), target)


def replay(
    project: str | PathLike[str] = ".", *, until: str = "head", settings: Settings | None = None, target: str | None = None
) -> Schema:
    """Replay the migrations: what `alembic upgrade UNTIL` would build in an empty database.

    Args:
        project: the project's root.
        until: a revision as Alembic takes it: `head`, `heads`, an id or the beginning of one.
        settings: settings made by the caller.
        target: name of the target where the configuration has several; default: the first.

    Returns:
        The schema after that revision and its ancestors.

    Raises:
        SettingsError: an option is wrong, or there is no such target or revision.
        ProjectError: nothing to read at the given place.
        RevisionGraphError: no order of the revisions exists.

    Example:
        >>> import schemaparity
        >>> schema = schemaparity.replay("examples/trading", until="fd17aff21f62")

    """
    return _chosen(pipeline.migrations(_settings(project, settings), until), target)


def _settings(project: str | PathLike[str], settings: Settings | None) -> Settings:
    return evolve(settings if settings is not None else load_settings(project), no_cache=True)


def _chosen(schemas: dict[str, Schema], target: str | None) -> Schema:
    if target is None:
        return next(iter(schemas.values()))
    if target not in schemas:
        raise SettingsError(f"no target named {target!r}; there are: {', '.join(schemas)}")
    return schemas[target]
