"""``init``, ``read``, ``watch``: a project and what goes into it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whoholds.cli.options import DAY, FILE, as_json, progress, project, report
from whoholds.model import Problem

if TYPE_CHECKING:
    from whoholds.pipeline.intake import Tally


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
@click.option("--mapping", type=FILE, help="How the columns of a table are to be read.")
@click.option("--dry-run", is_flag=True, help="Show the first rows of tables as claims; read nothing.")
@as_json
@click.argument("sources", nargs=-1, required=True)
def read(
    folder: Path, published: date | None, outlet: str | None, url: str | None, language: str | None,
    mapping: Path | None, dry_run: bool, as_json: bool, sources: tuple[str, ...],
) -> None:  # fmt: skip
    """Read reports from SOURCES (files, folders, - for standard input) into the ledger. Reading twice adds nothing.

    Example: whoholds read -p kabul reports.jsonl page.html --published 2021-08-19
    """
    from whoholds.pipeline.intake import Tally
    from whoholds.pipeline.intake import read as run
    from whoholds.pipeline.project import Project
    from whoholds.read import Defaults, preview

    defaults = Defaults(published=published, outlet=outlet, url=url, language=language, mapping=mapping)
    if dry_run:
        shown = [line for source in sources for line in preview(source, defaults)]
        for line in shown:
            if not isinstance(line, Problem):
                click.echo(line)
        raise SystemExit(report((x for x in shown if isinstance(x, Problem)), as_json=as_json))
    tally = Tally()
    for tally in progress(run(Project.open(folder), sources, defaults), "reports"):  # noqa: B007
        pass
    raise SystemExit(_told(tally, folder, as_json=as_json))


@click.command()
@project
@click.option(
    "--minutes",
    type=click.FloatRange(0.01),
    default=30.0,
    show_default=True,
    help="Between two looks at a feed.",
)
@click.option("--for", "hours", type=click.FloatRange(0), help="Stop after so many hours; without it, never.")
@click.option("--once", is_flag=True, help="Look once at every feed and stop.")
@click.option(
    "--allow-private", is_flag=True, help="Also fetch from private addresses, such as your own server."
)
@as_json
@click.argument("feeds", type=FILE)
def watch(
    folder: Path,
    minutes: float,
    hours: float | None,
    once: bool,
    allow_private: bool,
    as_json: bool,
    feeds: Path,
) -> None:
    """Poll the feeds of an OPML file politely, keep a capture of each page, and read what is new.

    Example: whoholds watch -p kabul feeds.opml --minutes 30
    """
    from whoholds.pipeline.intake import Tally
    from whoholds.pipeline.intake import watch as run
    from whoholds.pipeline.project import Project
    from whoholds.read import Defaults
    from whoholds.read.fetch import Limits
    from whoholds.read.watch import Watching

    watching = Watching(minutes=minutes, limits=Limits(private=allow_private))
    seconds = 0.0 if once else float("inf") if hours is None else hours * 3600
    tally, told = Tally(), 0
    try:
        for tally in progress(
            run(Project.open(folder), feeds, Defaults(), watching, seconds=seconds), "reports"
        ):
            report(tally.problems[told:], as_json=as_json)  # at once: a watch may never end
            told = len(tally.problems)
    except KeyboardInterrupt:
        pass  # how a watch without --for ends
    raise SystemExit(_told(tally, folder, as_json=as_json, told=told))


def _counted(n: int, name: str) -> str:
    one = {"entries": "entry", "copies": "copy"}.get(name, name.removesuffix("s"))
    return f"{n} read before" if name == "known" else f"{n} {one if n == 1 else name}"


def _told(tally: Tally, folder: Path, *, as_json: bool, told: int = 0) -> int:
    """Print the problems after the first ``told``, and the counts; the exit code."""
    report(tally.problems[told:], as_json=as_json)
    if as_json:
        click.echo(json.dumps(tally.counts))
    else:
        click.echo(", ".join(_counted(n, name) for name, n in tally.counts.items() if n) or "nothing read")
        if tally.counts["claims"]:
            click.echo(
                f"Next: whoholds run -p {folder} OUT, and whoholds queue -p {folder} for what waits for an editor"
            )
    return 1 if tally.problems else 0
