"""The commands: each reads settings, calls the pipeline, writes one report and answers an exit status."""

from __future__ import annotations

import os
import traceback
from typing import Any

import click

from schemaparity import __version__, pipeline
from schemaparity.cli.baseline import renew_baseline, tell_fixed
from schemaparity.cli.init import path_of, plan
from schemaparity.cli.options import files_with_stdin, project_options, selection_options, settings_from
from schemaparity.cli.output import check_writable, complain, write
from schemaparity.cli.progress import progress
from schemaparity.cli.reports import reports, view_of
from schemaparity.cli.rules import rule_list, rule_page
from schemaparity.errors import SchemaParityError, SettingsError
from schemaparity.report.sanitize import one_line
from schemaparity.schema import Schema

PARITY, FINDINGS, FAILED = 0, 1, 2


def run(arguments: list[str] | None = None) -> int:
    """Run one command; answers the exit status."""
    try:
        status = cli.main(args=arguments, prog_name="schemaparity", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return 130
    except click.ClickException as error:
        complain(f"schemaparity: {one_line(error.format_message())}")
        return FAILED
    except SchemaParityError as error:
        complain(f"schemaparity: {one_line(str(error))}")
        return FAILED
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # also what no `except Exception` catches: signals of the interpreter that nobody took
        return _internal(error)
    return status if isinstance(status, int) else PARITY


def _internal(error: BaseException) -> int:
    """A mistake of schemaparity itself: one line, and the traceback for who asks for it."""
    if os.environ.get("SCHEMAPARITY_DEBUG"):
        traceback.print_exc()
    what = f"{type(error).__name__}: {one_line(str(error))[:300]}"
    complain(f"schemaparity: internal error, please report it (SCHEMAPARITY_DEBUG=1 shows the traceback): {what}")
    return FAILED


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="schemaparity")
def cli() -> None:
    """Static parity check between SQLAlchemy models and Alembic migrations."""


@cli.command()
@project_options
@click.option(
    "--output-format",
    metavar="FORMAT[:FILE]",
    multiple=True,
    help=f"How findings are written, and where; repeatable. One of {', '.join(pipeline.FORMATS)}; text without it.",
)
@click.option("--output", metavar="FILE", help="Write the report there instead of stdout.")
@selection_options
@click.option("--show-hidden", is_flag=True, help="Tell people one by one of the differences that filters of env.py hide.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 even when there are findings.")
@click.option("--write-baseline", "renew", is_flag=True, help="Write the findings of now to the baseline, and exit 0.")
@click.option("--stdin-filename", metavar="PATH", help="Read that file from stdin: the unsaved buffer of an editor. Nothing is written.")
def check(project: str, output: str | None, renew: bool, baseline: str | None, stdin_filename: str | None, **options: Any) -> int:
    """Compare what the models declare with what the migrations build."""
    fs = files_with_stdin(stdin_filename)
    settings = settings_from(project, {**options, **_from_here(baseline, options.pop("output_format"))}, fs)
    asked = reports(settings, output)
    if renew:
        renew_baseline(settings, fs)
        return PARITY
    with progress("comparing models and migrations"):
        review = pipeline.review(settings, fs)
    for report in asked:
        shown = review.for_people() if report.form in pipeline.FOR_PEOPLE else review.results
        write(pipeline.render(shown, report.form, view_of(settings, report, fs)), report.path)
    tell_fixed(review)
    return FINDINGS if review.failing and not settings.exit_zero else PARITY


def _from_here(baseline: str | None, formats: tuple[str, ...]) -> dict[str, object]:
    """Files of the command line, which start at the working directory; those of the settings start at the project."""
    pairs = [word.partition(":") for word in formats]
    return {
        "baseline": os.path.abspath(baseline) if baseline else None,  # noqa: PTH100 - text
        "output_format": tuple(f"{form}{colon}{_absolute(path)}" for form, colon, path in pairs),
    }


def _absolute(path: str) -> str:
    return path if path in {"", "-"} else os.path.abspath(path)  # noqa: PTH100 - text


@cli.command()
@click.argument("side", type=click.Choice(["models", "migrations"]))
@project_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "sql"]),
    default="json",
    show_default=True,
    help="JSON, or a script that creates the schema.",
)
@click.option("--at", metavar="REVISION", help="The schema after this revision and its ancestors (migrations only).")
@click.option("--target", "name", metavar="NAME", help="The target, where the configuration has several.")
@click.option("--output", metavar="FILE", help="Write there instead of stdout.")
def dump(side: str, project: str, form: str, at: str | None, name: str | None, output: str | None, **options: Any) -> int:
    """Write the schema of one side."""
    if at is not None and side == "models":
        raise SettingsError("--at goes with `dump migrations`; models have no revisions")
    check_writable(output)
    settings = settings_from(project, options)
    with progress(f"reading {side}"):
        schemas = pipeline.models(settings) if side == "models" else pipeline.migrations(settings, at or "heads")
    if name is not None and name not in schemas:
        raise SettingsError(f"no target named {name!r}; there are: {', '.join(schemas)}")
    schema = schemas[name] if name is not None else next(iter(schemas.values()))
    write(pipeline.render_schema(schema, form), output)
    if schema.tables or not schema.unknown:
        return PARITY
    complain(f"schemaparity: no table of the {side} is known: {one_line(schema.unknown[0].unknown.reason)}")
    return PARITY if _has_anything(schema) else FAILED


def _has_anything(schema: Schema) -> bool:
    return any((schema.enums, schema.sequences, schema.domains, schema.views, schema.routines, schema.removed_tables))


@cli.command()
@project_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "mermaid", "dot"]),
    default="text",
    show_default=True,
    help="How the graph is drawn.",
)
@click.option("--output", metavar="FILE", help="Write there instead of stdout.")
def history(project: str, form: str, output: str | None, **options: Any) -> int:
    """Draw the revision DAG."""
    check_writable(output)
    text, findings = pipeline.history(settings_from(project, options), form)
    write(text, output)
    for finding in findings:
        complain(one_line(f"{finding.place.location if finding.place else '-'}: {finding.code} {finding.message}"))
    return FINDINGS if findings else PARITY


@cli.command()
@click.argument("object_name", metavar="OBJECT")
@project_options
def blame(object_name: str, project: str, **options: Any) -> int:
    """Tell where a table, column, index, constraint or enum is declared, created and changed."""
    settings = settings_from(project, options)
    with progress("reading models and migrations"):
        lines = pipeline.blame(settings, object_name)
    if not lines:
        complain(f"schemaparity: nothing named {one_line(object_name)} on either side; names look like users, users.email, ix_users_email")
        return FAILED
    write("".join(f"{one_line(line)}\n" for line in lines), None)
    return PARITY


@cli.command()
@project_options
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def init(project: str, dry_run: bool, **options: Any) -> int:
    """Show what is found, and write the settings that pin it into pyproject.toml."""
    settings = settings_from(project, options)
    shown, added, text = plan(settings)
    is_new = not os.path.exists(path_of(settings))  # noqa: PTH110 - text
    what = ("would be made with" if is_new else "would get") if dry_run else ("was made with" if is_new else "got")
    if not dry_run:
        write(text, os.path.realpath(path_of(settings)), "pyproject.toml")
    write(f"{shown}\n\npyproject.toml {what}:\n\n{added}", None)
    return PARITY


@cli.command()
@click.option(
    "--output-format", "--format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How rules are written."
)
def rules(output_format: str) -> int:
    """List the rule catalogue."""
    write(rule_list(output_format), None)
    return PARITY


@cli.command()
@click.argument("code")
def explain(code: str) -> int:
    """Explain one rule."""
    write(rule_page(code), None)
    return PARITY
