"""``doctor``: is everything in its place, and if not, how to mend it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from whoholds.cli.options import as_json


@click.command()
@click.option("-p", "--project", "folder", type=click.Path(path_type=Path), help="Also look at this project.")
@click.option(
    "--migrate", is_flag=True, help="Bring the project's ledger to this version; the old file is kept."
)
@as_json
def doctor(folder: Path | None, migrate: bool, as_json: bool) -> None:
    """Check parser, weights, SQLite, shipped data and, with -p, a project.

    Example: whoholds doctor -p kabul
    """
    from whoholds.pipeline.health import checks, migrated

    if migrate:
        if folder is None:
            raise click.UsageError("--migrate needs the project: -p FOLDER")
        click.echo(migrated(folder))
    found = list(checks(folder))
    if as_json:
        click.echo(json.dumps([vars(check) for check in found]))
    else:
        for check in found:
            click.echo(f"{'ok  ' if check.ok else 'BAD '} {check.what}: {check.found}")
            if check.mend:
                click.echo(f"     mend: {check.mend}")
    raise SystemExit(0 if all(check.ok for check in found) else 2)
