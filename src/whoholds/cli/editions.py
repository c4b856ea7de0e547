"""``adjudicate``, ``publish``, ``run``, ``export``: from the ledger to what people look at."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whoholds.cli.options import DAY, OUTPUT, known, project, recorded

if TYPE_CHECKING:
    from whoholds.publish import Rollup

ROLLUPS = click.Choice(["seat", "majority", "shares"])


@click.command()
@project
@known
@recorded
def adjudicate(folder: Path, known: date | None, recorded: datetime | None) -> None:
    """Weigh the claims and print how many units each actor holds on the newest day.

    Example: whoholds adjudicate -p kabul
    """
    from whoholds.pipeline.editions import edition_of
    from whoholds.pipeline.project import Project
    from whoholds.publish import text_map

    edition = edition_of(Project.open(folder), known=known, recorded=recorded)
    click.echo(text_map(edition, edition.last))


@click.command()
@project
@recorded
@click.argument("out", type=OUTPUT)
def publish(folder: Path, recorded: datetime | None, out: Path) -> None:
    """Write the static site to the folder OUT; open OUT/index.html, no server and no network needed.

    Where OUT ends in .html it is one page with everything inside, to send by mail.

    Example: whoholds publish -p kabul site
    """
    from whoholds.pipeline.actors import everyone
    from whoholds.pipeline.editions import edition_of
    from whoholds.pipeline.project import Project
    from whoholds.publish import site
    from whoholds.publish.manifest import citation

    opened = Project.open(folder)
    edition = edition_of(opened, recorded=recorded)
    if one := out.suffix.lower() == ".html":
        site.one_file(edition, out)
    else:
        site.write(edition, out, spoken_of=everyone(opened, recorded=recorded))
    click.echo(f"edition {edition.id[:12]}: open {out if one else out / 'index.html'}")
    click.echo(f"cite as: {citation(edition)}")


@click.command()
@project
@recorded
@click.argument("out", type=OUTPUT)
@click.pass_context
def run(ctx: click.Context, folder: Path, recorded: datetime | None, out: Path) -> None:
    """Adjudicate and publish to OUT, a folder or one page that ends in .html.

    Example: whoholds run -p kabul site
    """
    ctx.invoke(publish, folder=folder, recorded=recorded, out=out)


@click.command()
@project
@click.option("--on", type=DAY, help="One day only.")
@click.option("--from", "from_", type=DAY, help="First day.")
@click.option("--to", type=DAY, help="Last day.")
@known
@recorded
@click.option("--level", help="Units of this level instead of the map's: country, 1, 2.")
@click.option(
    "--rollup", type=ROLLUPS, help="How a larger unit's colour is made of its parts (default: seat)."
)
@click.option("--changes", is_flag=True, help="One row per change instead of one per day.")
@click.option("--hxl", is_flag=True, help="Add the HXL tag row (csv).")
@click.argument("file", type=OUTPUT)
def export(
    folder: Path, on: date | None, from_: date | None, to: date | None, known: date | None, recorded: datetime | None,
    level: str | None, rollup: Rollup | None, changes: bool, hxl: bool, file: Path,
) -> None:  # fmt: skip
    """Write the map to FILE; its suffix says how: .csv .geojson .gpkg .parquet .png .svg .pdf

    Example: whoholds export -p kabul control.csv --on 2021-08-19
    """
    from whoholds import publish as publisher
    from whoholds.pipeline.editions import edition_of
    from whoholds.pipeline.project import Project

    if on and (from_ or to):
        raise click.UsageError("--on names one day, --from and --to a range: give one or the other")
    edition = edition_of(
        Project.open(folder), known=known, recorded=recorded, level=level, rollup=rollup, reach=on or to
    )
    publisher.export(edition, file, on=on, from_=from_, to=to, changes=changes, hxl=hxl)
    click.echo(f"{file}: edition {edition.id[:12]}")
