"""``who``: an actor, what it holds and what is said of it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from whoholds.cli.options import DAY, as_json, known, project, recorded


@click.command()
@project
@click.option("--on", type=DAY, help="The day asked about; the map's last where it is missing.")
@known
@recorded
@as_json
@click.argument("name")
def who(
    folder: Path, on: date | None, known: date | None, recorded: datetime | None, as_json: bool, name: str
) -> None:
    """What an actor NAME holds, how strong it is said to be, with whom it stands and what it asks for.

    Example: whoholds who -p kabul "National Resistance Front" --on 2021-08-19
    """
    from whoholds.pipeline.actors import in_words
    from whoholds.pipeline.actors import who as ask
    from whoholds.pipeline.project import Project

    answer = ask(Project.open(folder), name, on=on, known=known, recorded=recorded)
    click.echo(json.dumps(answer, ensure_ascii=False) if as_json else in_words(answer))
