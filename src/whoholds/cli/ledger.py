"""``log``, ``search``, ``backup``, ``restore``, ``takedown``: the ledger itself."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import click

from whoholds.cli.options import as_json, project, report
from whoholds.errors import LedgerError
from whoholds.model import Recorded


@click.command()
@project
@click.option("--verify", is_flag=True, help="Check every line against the hash chain.")
@as_json
@click.option("--last", type=click.IntRange(1), default=20, show_default=True, help="How many lines to show.")
def log(folder: Path, verify: bool, as_json: bool, last: int) -> None:
    """Show the ledger's newest lines, or verify all of it.

    Example: whoholds log -p kabul --verify --json
    """
    from whoholds.pipeline.project import Project

    with Project.open(folder).ledger(read_only=True) as ledger:
        if not verify:
            lines = list(islice(ledger.follow(max(0, len(ledger) - last)), last))
            shown = [json.dumps([_record(line) for line in lines])] if as_json else map(_in_words, lines)
            for text in shown:
                click.echo(text)
            return
        found = ledger.verify()
    if as_json:
        click.echo(json.dumps({"entries": found.entries, "content": found.content, "head": found.head}))
    else:
        click.echo(f"{found.entries} entries\ncontent {found.content}\nhead    {found.head}")
    raise SystemExit(report(found.problems, as_json=as_json))


def _record(line: Recorded) -> dict[str, object]:
    kind = type(line.entry).__name__.lower()
    return {"seq": line.seq, "at": line.at.isoformat(), "by": line.by, "kind": kind, "id": line.entry.id}


def _in_words(line: Recorded) -> str:
    kind = type(line.entry).__name__.lower()
    return f"{line.seq:>8}  {line.at:%Y-%m-%d %H:%M:%S}  {line.by:<20}  {kind:<10}  {line.entry.id}"


@click.command()
@project
@click.argument("query")
def search(folder: Path, query: str) -> None:
    """Find claims by words of their quotes; each with the first letters of its id.

    Example: whoholds search -p kabul "Bazarak"
    """
    from whoholds.pipeline.project import Project

    with Project.open(folder).ledger(read_only=True) as ledger:
        found = [f"{claim.id[:12]}  {claim.quote}" for claim in ledger.search(query)]
    click.echo("\n".join(found) if found else "no claim's quote has these words")


@click.command()
@project
@click.argument("file", type=click.Path(path_type=Path))
def backup(folder: Path, file: Path) -> None:
    """Copy the ledger to FILE, also while it is being written, and verify the copy.

    Example: whoholds backup -p kabul kabul-2021-09-01.db
    """
    from whoholds.pipeline.project import Project

    with Project.open(folder).ledger(read_only=True) as ledger:
        ledger.backup(file)
    click.echo(f"{file}: verified copy")


@click.command()
@project
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(folder: Path, file: Path) -> None:
    """Put the ledger of a backup FILE into a project that has none.

    Example: whoholds restore -p kabul kabul-2021-09-01.db
    """
    from whoholds.pipeline.project import LEDGER
    from whoholds.store.ledger import Ledger

    target = folder / LEDGER
    if target.exists():
        raise LedgerError(f"{target} exists; nothing is overwritten. Move it away first")
    Ledger.restore(file, target)
    click.echo(f"{target}: restored and verified")


@click.command()
@project
@click.option("--reason", required=True, help="Why the text is taken down.")
@click.option("--by", required=True, metavar="NAME", help="Who decided it.")
@click.argument("report")
def takedown(folder: Path, reason: str, by: str, report: str) -> None:
    """Erase the text of REPORT (its address, its own id, or its id in the ledger) after a lawful request.

    Its claims stay, without their quotes, and the chain stays verifiable. Pages published before still show the quotes.

    Example: whoholds takedown -p kabul https://example.org/1 --by ana --reason "request of the outlet"
    """
    from whoholds.pipeline.judging import take_down
    from whoholds.pipeline.project import Project

    for document in take_down(Project.open(folder), report, by=by, reason=reason):
        click.echo(f"{document.id}: text erased, the chain verifies")
