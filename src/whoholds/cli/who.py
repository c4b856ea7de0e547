"""``who``: an actor, what it holds and what is said of it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from whoholds.cli.options import DAY, NEW, as_json, known, project, recorded, table

_A = {"party": "a party", "person": "a person", "": "nobody by name"}


@click.command()
@project
@click.option("--on", type=DAY, help="The day asked about; the map's last where it is missing.")
@known
@recorded
@as_json
@click.option(
    "--proposals",
    type=NEW,
    help="Instead: write the actors that are only proposed as [[actor]] tables to check.",
)
@click.argument("name", required=False)
def who(
    folder: Path,
    on: date | None,
    known: date | None,
    recorded: datetime | None,
    as_json: bool,
    proposals: Path | None,
    name: str | None,
) -> None:
    """What an actor NAME holds, how strong it is said to be, with whom it stands and what it asks for.

    Without NAME: all actors, and which of them are only proposed.

    Example: whoholds who -p kabul "National Resistance Front" --on 2021-08-19
    """
    from whoholds.pipeline.actors import listing
    from whoholds.pipeline.actors import proposals as tables
    from whoholds.pipeline.actors import who as ask
    from whoholds.pipeline.actors_text import in_words
    from whoholds.pipeline.project import Project

    if proposals is not None:
        text, count = tables(Project.open(folder))
        proposals.write_text(text, encoding="utf8")
        click.echo(f"{proposals}: {count} actors; add those that are right to the project's actors file")
        return
    if name is None:
        rows = listing(Project.open(folder), known=known, recorded=recorded)
        shown = [
            (
                r["id"],
                r["name"],
                f"no: reads like {_A[r['reads_like']]}" if r["proposed"] else "yes",
                str(r["claims"]),
                str(r["statements"]),
            )
            for r in rows
        ]
        click.echo(
            json.dumps(rows, ensure_ascii=False)
            if as_json
            else table(shown, ("id", "name", "listed", "claims", "statements"))
        )
        return
    answer = ask(Project.open(folder), name, on=on, known=known, recorded=recorded)
    click.echo(json.dumps(answer, ensure_ascii=False) if as_json else in_words(answer))
