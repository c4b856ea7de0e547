"""``why``, ``diff``: questions to the map."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from whoholds.cli.options import DAY, as_json, known, project, recorded, table


@click.command()
@project
@click.option("--on", type=DAY, help="The day asked about; the map's last where it is missing.")
@known
@recorded
@as_json
@click.argument("unit")
def why(
    folder: Path, on: date | None, known: date | None, recorded: datetime | None, as_json: bool, unit: str
) -> None:
    """Who holds UNIT on a day, and the claims behind it, largest influence first.

    UNIT is an id, a name or "Name, Parent"; a province or a whole country is allowed.

    Example: whoholds why -p kabul "Bazarak, Panjshir" --on 2021-08-19
    """
    from whoholds.pipeline.answers import in_words
    from whoholds.pipeline.answers import why as ask
    from whoholds.pipeline.project import Project

    answer = ask(Project.open(folder), unit, on=on, known=known, recorded=recorded)
    click.echo(json.dumps(answer, ensure_ascii=False) if as_json else in_words(answer))


@click.command()
@project
@known
@recorded
@as_json
@click.argument("first", metavar="D1", type=DAY)
@click.argument("second", metavar="D2", type=DAY)
def diff(
    folder: Path, known: date | None, recorded: datetime | None, as_json: bool, first: date, second: date
) -> None:
    """What changed between two days: unit, from, to, on which day, and the claim that moved it most.

    Example: whoholds diff -p kabul 2021-08-01 2021-08-16
    """
    from whoholds.pipeline.answers import diff as ask
    from whoholds.pipeline.project import Project

    opened = Project.open(folder)
    changes = ask(opened, first, second, known=known, recorded=recorded)
    if as_json:
        click.echo(json.dumps(changes, ensure_ascii=False))
        return
    rows = [
        (
            opened.label(str(c["unit_id"])),
            f"{c['from_state']} {c['from_holder']}".strip(),
            f"{c['to_state']} {c['to_holder']}".strip(),
            str(c["day"]),
        )
        for c in changes
    ]
    click.echo(table(rows, ("unit", "from", "to", "day")) if rows else "nothing changed")
