"""``places`` and ``units``: the gazetteer and the map's units."""

from __future__ import annotations

from pathlib import Path

import click

from whoholds.cli.options import project, table


@click.command()
@project
@click.option("--country", help="Without a project: the country whose names to look for.")
@click.argument("text")
def places(folder: Path, country: str | None, text: str) -> None:
    """Show which places TEXT names and why, with the candidates and their probabilities.

    Example: whoholds places --country AFG "fighting in Bazarak, in the Panjshir Valley"
    """
    from whoholds.pipeline.places import explained

    click.echo(explained(text, folder=None if country else folder, country=country))


@click.group()
def units() -> None:
    """List, check or import the units of a map."""


@units.command(name="list")
@project
@click.option("--country", help="Without a project: this country's shipped units.")
def list_units(folder: Path, country: str | None) -> None:
    """List the units with their ids, parents and seats, and the layers with their licences.

    Example: whoholds units list --country AFG
    """
    from whoholds.pipeline.places import listed

    rows, credits_ = listed(folder=None if country else folder, country=country)
    click.echo(table(rows, ("id", "name", "level", "parent", "seat")))
    for line in credits_:
        click.echo(line)
