"""``score`` and ``compare``: how good is it, and how does it differ from someone else's map."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from whoholds.cli.options import FILE, OUTPUT, as_json, known, project, report
from whoholds.model import Problem


@click.group()
def score() -> None:
    """Measure claims against gold, or the map against a known truth."""


@score.command(name="claims")
@as_json
@click.option("--misses", is_flag=True, help="List missed and false claims.")
@click.option("--reports", type=FILE, help="The reports that the gold is of, where they are not in it.")
@click.argument("gold", type=FILE)
@click.argument("system", type=FILE, required=False)
def score_claims(as_json: bool, misses: bool, reports: Path | None, gold: Path, system: Path | None) -> None:
    """Score the coder on GOLD (the codebook's records with their text), or the claims in SYSTEM.

    Example: whoholds score claims gold.jsonl --misses
    """
    from whoholds.pipeline.measuring import score_claims as run

    problems: list[Problem] = []
    found = run(gold, system, reports, problems)
    click.echo(json.dumps(found.as_json(), ensure_ascii=False) if as_json else found.table())
    if misses:
        click.echo(found.listing())
    raise SystemExit(report(problems, as_json=as_json))


@score.command(name="map")
@project
@known
@as_json
@click.option("--diagram", type=OUTPUT, help="Write the reliability diagram (png, svg, pdf).")
@click.argument("truth", type=FILE)
def score_map(folder: Path, known: date | None, as_json: bool, diagram: Path | None, truth: Path) -> None:
    """Score the map against TRUTH (unit,parent,date,holder; holder may be contested).

    Example: whoholds score map -p kabul truth.csv
    """
    from whoholds.pipeline.measuring import map_in_words
    from whoholds.pipeline.measuring import score_map as run
    from whoholds.pipeline.project import Project

    found = run(Project.open(folder), truth, known=known, diagram=diagram)
    raise SystemExit(_told(found, map_in_words, as_json=as_json))


@click.command()
@project
@known
@as_json
@click.option("--picture", type=OUTPUT, help="Draw where they differ and since when (png, svg, pdf).")
@click.argument("file", type=FILE)
def compare(folder: Path, known: date | None, as_json: bool, picture: Path | None, file: Path) -> None:
    """Compare the map with someone else's FILE (unit,parent,date,holder): agreement, kappa, where and since when.

    Example: whoholds compare -p kabul other-map.csv --picture differences.png
    """
    from whoholds.pipeline.measuring import compare as run
    from whoholds.pipeline.measuring import comparison_in_words
    from whoholds.pipeline.project import Project

    found = run(Project.open(folder), file, known=known, picture=picture)
    raise SystemExit(_told(found, comparison_in_words, as_json=as_json))


def _told(found: dict[str, Any], in_words: Callable[[dict[str, Any]], str], *, as_json: bool) -> int:
    """Print an answer, and to standard error the rows that it could not use; the exit code."""
    problems = found.pop("problems")
    click.echo(json.dumps(_without_nan(found), ensure_ascii=False) if as_json else in_words(found))
    return report(problems, as_json=as_json)


def _without_nan(value: Any) -> Any:
    """The value with nulls for what could not be computed: JSON has no other word for it."""
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
