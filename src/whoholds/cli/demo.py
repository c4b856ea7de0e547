"""``demo``: the bundled example, without a project of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from whoholds.cli.options import OUTPUT, report
from whoholds.model import Problem


@click.command()
@click.argument("folder", type=OUTPUT, default=Path("demo"))
def demo(folder: Path) -> None:
    """Read the bundled reports (Afghanistan, summer 2021), publish them in FOLDER (demo by default) and print the map.

    Example: whoholds demo demo
    """
    from whoholds.pipeline.demo import demo as run

    problems: list[Problem] = []
    for text in run(folder, problems):
        click.echo(text)
    raise SystemExit(report(problems))
