"""The command line; the only place that prints, exits and reads argv."""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit with its status."""
    from schemaparity.cli.commands import run  # noqa: PLC0415 - click is loaded only when a command runs

    raise SystemExit(run())


__all__ = ["main"]
