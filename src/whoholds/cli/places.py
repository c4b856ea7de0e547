"""``places`` and ``units``: the gazetteer and the map's units."""

from __future__ import annotations

from pathlib import Path

import click

from whoholds.cli.options import OUTPUT, F, project, report, table

problems_as_json = click.option(
    "--json", "as_json", is_flag=True, help="Problems as JSON, one object a line."
)


def reading(verb: F) -> F:
    """The options that say how boundary files are to be read as units."""
    for option in (
        click.option("--profile", help="geoboundaries, cod-ab, gadm or naturalearth; recognised by its columns otherwise."),
        click.option(
            "--map", "columns", multiple=True, metavar="WHAT=COLUMN",
            help="name, code, parent or parent_code, and its column.",
        ),
        click.option(
            "--level", type=click.Choice(["1", "2", "3"]), help="Level of the units, where the file does not say it."
        ),
        click.option("--country", help="ISO 3166 alpha-3 code, where the file does not say it."),
    ):  # fmt: skip
        verb = option(verb)
    return verb


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
    """List the units with their ids, parents and seats, and whose they are: version, licences, credits.

    Example: whoholds units list --country AFG
    """
    from whoholds.pipeline.places import listed

    rows, credits_ = listed(folder=None if country else folder, country=country)
    click.echo(table(rows, ("id", "name", "level", "parent", "seat")))
    for line in credits_:
        click.echo(line)


@units.command(name="import")
@click.option(
    "--out", type=OUTPUT, default="units.parquet", show_default=True, help="Where to write the units."
)
@reading
@click.option("--licence", required=True, help="Licence and owner; stands on every map.")
@click.option("--credit", default="", help="Credit line, if it differs from the licence.")
@click.option("--year", default="", help="Year of the boundaries.")
@problems_as_json
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
def import_units(
    out: Path, country: str | None, level: str | None, columns: tuple[str, ...], profile: str | None, licence: str,
    credit: str, year: str, as_json: bool, files: tuple[Path, ...],
) -> None:  # fmt: skip
    """Read boundary FILES (GeoJSON, Shapefile, GeoPackage, FlatGeobuf) as units for `init --units`.

    Reprojects, repairs and checks them, and says what it did.

    Example: whoholds units import districts.geojson --country SDN --level 2 --map name=NAME_EN --licence "CC BY 4.0, ..."
    """
    from whoholds.pipeline.places import imported

    found = imported(
        files, out, country=country, level=level, columns=columns, profile=profile, licence=licence, credit=credit,
        year=year,
    )  # fmt: skip
    click.echo(str(found))
    click.echo(f"Next: whoholds init FOLDER --country {found.country} --units {out}")
    raise SystemExit(report(found.problems, as_json=as_json))


@units.command(name="check")
@project
@reading
@click.option("--picture", type=OUTPUT, help="Draw the units (png, svg, pdf).")
@problems_as_json
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
def check_units(
    folder: Path, country: str | None, level: str | None, columns: tuple[str, ...], profile: str | None,
    picture: Path | None, as_json: bool, files: tuple[Path, ...],
) -> None:  # fmt: skip
    """Say what is wrong with units: gaps, overlaps, names, nesting; and draw them.

    The units that FILES would make, or those of --country, or of the project.

    Example: whoholds units check districts.geojson --country SDN --picture districts.png
    """
    from whoholds.pipeline.places import checked

    found = checked(
        files, folder=folder, country=country, level=level, columns=columns, profile=profile, picture=picture
    )
    click.echo(found.text)
    raise SystemExit(report(found.problems, as_json=as_json))
