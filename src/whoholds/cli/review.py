"""``queue``, ``judge``: an editor's word."""

from __future__ import annotations

import json
from pathlib import Path

import click

from whoholds.cli.options import NEW, as_json, project, table
from whoholds.model import Verdict
from whoholds.review.judge import UNIT


@click.command()
@project
@as_json
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to show.")
@click.option(
    "--statements",
    "said",
    is_flag=True,
    help="Instead: strengths, alignments and stances that nobody judged.",
)
@click.option(
    "--aliases", type=NEW, help="Instead: write names without a sure place as an aliases file to fill in."
)
def queue(folder: Path, as_json: bool, limit: int, said: bool, aliases: Path | None) -> None:
    """Claims that an editor should look at, those nearest to a decision first. Judge one with `judge`.

    Example: whoholds queue -p kabul
    """
    from whoholds.pipeline.judging import doubts, statements
    from whoholds.pipeline.judging import queue as claims
    from whoholds.pipeline.project import Project

    if aliases:
        found = doubts(Project.open(folder), aliases)
        click.echo(
            f"{aliases}: {found} names; fill in the units, then name the file in whoholds.toml: [project] aliases"
        )
        return
    items = (statements if said else claims)(Project.open(folder), limit=limit)
    if as_json:
        click.echo(json.dumps([item.record for item in items], ensure_ascii=False))
        return
    rows = [(i.claim.id[:12], f"{i.claim.confidence:.2f}", i.why, i.claim.quote[:70]) for i in items]
    click.echo(table(rows, ("claim", "conf.", "why", "quote")) if rows else "nothing waits for review")


@click.command()
@project
@click.argument("claim")
@click.argument("verdict", type=click.Choice(["accept", "reject", "amend"]))
@click.option(
    "--set", "changes", multiple=True, metavar="FIELD=VALUE", help="For amend, such as place.name=Bazarak."
)
@click.option("--by", required=True, metavar="NAME", help="Who judges.")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
def judge(folder: Path, claim: str, verdict: Verdict, changes: tuple[str, ...], by: str, reason: str) -> None:
    """Accept, reject or amend CLAIM (an id, or its first letters). The ledger keeps every word; the latest counts.

    A strength, an alignment or a stance, as `who` lists them, is judged in the same way.

    Example: whoholds judge -p kabul 3f2a amend --set place.name=Bazarak --by ana --reason "the town, not the province"
    """
    from whoholds.pipeline.judging import judge as record
    from whoholds.pipeline.project import Project

    opened = Project.open(folder)
    judged = record(opened, claim, verdict, changes, by=by, reason=reason)
    click.echo(f"{judged.claim}: {judged.verdict} by {judged.by}")
    for name, value in judged.fields:
        click.echo(
            f"  {name} = {opened.label(value) if name == UNIT and value in opened.frame.units else value}"
        )
    click.echo(f"The next edition follows it: whoholds run -p {folder} OUT")
