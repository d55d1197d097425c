"""Published packages with revisions and models, pinned: what to install, and where things are in them."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen


@frozen
class Project:
    """A package.

    Args:
        name: of the project in reports.
        requirement: the pinned distribution.
        script_location: the directory of Alembic in it.
        metadata: MODULE:ATTR of the metadata.
        models: modules to import before the metadata is complete.
        extra: what else an environment needs to run it.
        variables: of the environment, for running it; `{url}` is the address of the database, without a driver.
        dialects: where its chain runs.

    """

    name: str
    requirement: str
    script_location: str
    metadata: str
    models: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(factory=dict, kw_only=True)
    dialects: tuple[str, ...] = field(default=("postgresql", "sqlite"), kw_only=True)


PROJECTS = (
    Project("optuna", "optuna==5.0.0", "optuna/storages/_rdb/alembic", "optuna.storages._rdb.models:BaseModel.metadata"),
    Project(
        "argilla",
        "argilla-server==2.8.0",
        "argilla_server/alembic",
        "argilla_server.models.base:DatabaseModel.metadata",
        ("argilla_server.models.database",),
        ("asyncpg", "psycopg2-binary"),
        variables={"ARGILLA_DATABASE_URL": "{url}"},
    ),
    Project(
        "mlflow",
        "mlflow==3.17.2",
        "mlflow/store/db_migrations",
        "mlflow.store.db.base_sql_model:Base.metadata",
        ("mlflow.store.db.utils",),
    ),
    Project("mlflow-auth", "mlflow==3.17.2", "mlflow/server/auth/db/migrations", "mlflow.server.auth.db.models:Base.metadata"),
)
