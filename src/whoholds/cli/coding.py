"""``code``: reports to claims, without a project."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from whoholds.cli.options import progress, report
from whoholds.model import Problem


@click.command()
@click.option(
    "--explain", is_flag=True, help="Show parse, candidates, scores and near misses instead of JSON."
)
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="Leave out claims below this confidence.")
@click.argument("source")
def code(explain: bool, jobs: int, threshold: float | None, source: str) -> None:
    """Write one JSON line of claims per report of SOURCE (a JSON Lines file, - for standard input).

    Example: whoholds code reports.jsonl > claims.jsonl
    """
    from whoholds.pipeline.coding import coded, explained

    if source != "-" and not Path(source).exists():
        raise click.UsageError(f"{source}: no such file")
    problems: list[Problem] = []
    if explain:
        for text in explained(source, problems):
            click.echo(text)
    else:
        for line in progress(coded(source, problems, threshold=threshold, jobs=jobs), "reports"):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    raise SystemExit(report(problems))
