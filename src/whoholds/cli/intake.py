"""``init``, ``read``, ``watch``: a project and what goes into it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from whoholds.cli.options import DAY, FILE, as_json, progress, project, report


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--country", required=True, help="ISO 3166 alpha-3 code, such as AFG.")
@click.option(
    "--level",
    type=click.Choice(["1", "2", "place"]),
    help="Level of the coloured units; the finest shipped by default.",
)
@click.option("--start", type=DAY, help="First day of the map; the first report's by default.")
@click.option("--title", help="Title of the map; the country's name by default.")
@click.option("--units", type=FILE, help="Own units, made by `whoholds units import`.")
@click.option("--actors", type=FILE, help="[[actor]] tables: who may hold a place, aliases, own outlets.")
@click.option("--initial", type=FILE, help="unit,parent,holder: who held what at the start.")
def init(
    folder: Path, country: str, level: str | None, start: date | None, title: str | None,
    units: Path | None, actors: Path | None, initial: Path | None,
) -> None:  # fmt: skip
    """Make a project in FOLDER.

    Example: whoholds init kabul --country AFG --start 2021-06-01
    """
    from whoholds.pipeline.project import init as make

    made = make(
        folder,
        country=country,
        level=level,
        start=start,
        title=title,
        units=units,
        actors=actors,
        initial=initial,
    )
    click.echo(
        f"{folder}: {made.title}, {len(made.frame.map_units)} units. Next: whoholds read -p {folder} REPORTS"
    )


@click.command()
@project
@click.option("--published", type=DAY, help="Publication day of reports that carry none.")
@click.option("--outlet", help="Outlet of reports that name none.")
@click.option("--url", help="Address of a report that carries none.")
@click.option("--language", help="Language of reports that name none, such as en.")
@as_json
@click.argument("sources", nargs=-1, required=True)
def read(
    folder: Path, published: date | None, outlet: str | None, url: str | None, language: str | None,
    as_json: bool, sources: tuple[str, ...],
) -> None:  # fmt: skip
    """Read reports from SOURCES (files, folders, - for standard input) into the ledger. Reading twice adds nothing.

    Example: whoholds read -p kabul reports.jsonl page.html --published 2021-08-19
    """
    from whoholds.pipeline.intake import Intake
    from whoholds.pipeline.intake import read as run
    from whoholds.pipeline.project import Project
    from whoholds.read import Defaults

    defaults = Defaults(published=published, outlet=outlet, url=url, language=language)
    tally = Intake()
    for tally in progress(run(Project.open(folder), sources, defaults), "reports"):  # noqa: B007
        pass
    code = report(tally.problems, as_json=as_json)
    if as_json:
        click.echo(json.dumps(tally.counts))
    else:
        click.echo(", ".join(f"{n} {name}" for name, n in tally.counts.items()) or "nothing read")
    raise SystemExit(code)
