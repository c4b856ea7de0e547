"""An editor's word goes into the ledger, and what waits for one: :func:`judge`, :func:`queue`, :func:`statements`, :func:`take_down`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from whoholds.errors import ConfigError
from whoholds.locate.doubt import doubtful, write_doubts
from whoholds.model import Claim, Document, Judgement, Statement, Verdict
from whoholds.pipeline.actors import once
from whoholds.pipeline.cast import Cast
from whoholds.pipeline.project import Project
from whoholds.review.judge import UNIT, amended, field_change, refuse_nonsense
from whoholds.review.queue import Waiting, unjudged, waiting

Changes = tuple[tuple[str, str], ...]


def judge(
    project: Project, claim: str, verdict: Verdict, changes: Sequence[str], *, by: str, reason: str
) -> Judgement:
    """Record a judgement on a claim or a statement; an amended place is placed anew.

    Raises:
        UnknownClaim: no claim, or several, begin with these letters.
        ConfigError: a field or value is wrong, or the amended place is no unit of the map.
    """
    if (verdict == "amend") != bool(changes):
        raise ConfigError("amend needs --set field=value, and only amend takes it")
    with project.ledger() as ledger:
        found = ledger.claim(claim)
        pairs = tuple(field_change(change, type(found)) for change in changes)
        if pairs:
            refuse_nonsense(amended(cast("Claim", found), pairs))
        judgement = Judgement(
            claim=found.id,
            verdict=verdict,
            by=by,
            reason=reason,
            fields=_with_unit(project, found, ledger.document(found.document), pairs),
            nonce=uuid.uuid4().hex,
        )
        ledger.append([judgement], by=by)
    return judgement


def queue(project: Project, *, limit: int) -> list[Waiting]:
    """Claims below the threshold, without a place or with a doubtful one, weightiest first."""
    with project.ledger(read_only=True) as ledger:
        return waiting(ledger.as_of(), threshold=project.threshold, limit=limit)


def statements(project: Project, *, limit: int) -> list[Waiting]:
    """Statements that nobody has judged, copies of a story once; first those that name no known actor."""
    with project.ledger(read_only=True) as ledger:
        attested, said = list(ledger.as_of()), once(ledger.statements())
    cast = Cast.of(project.actors, project.frame, attested, said)
    return unjudged(said, lambda name: cast.reads_like(cast.registry.resolve(name)) is None, limit=limit)


def doubts(project: Project, path: Path) -> int:
    """Write the names without a sure place as an aliases file to fill in; how many there are."""
    with project.ledger(read_only=True) as ledger:
        found = doubtful((item.claim, item.placements) for item in ledger.as_of())
    write_doubts(found, path)
    return len(found)


def take_down(project: Project, report: str, *, by: str, reason: str) -> list[Document]:
    """Erase the words of every version of a report: its address, its own name, or its id or the first letters of it.

    Raises :class:`ConfigError` where no report is called so, or several are.
    """
    with project.ledger() as ledger:
        all_ = list(ledger.documents(superseded=True))
        found = [d for d in all_ if report in (d.url, d.name)]
        found = found or [d for d in all_ if report and d.id.startswith(report)]
        if not found:
            raise ConfigError(f"no report has the address, name or id {report!r}; ids stand in: whoholds log")
        if len({d.name for d in found}) > 1:
            listed = "\n".join(f"  {d.id}  {d.outlet or ''}, {d.published}, {d.url or d.name}" for d in found)
            raise ConfigError(f"{report!r} may be any of these; name one by its id:\n{listed}")
        for document in found:
            ledger.erase(document.id, reason, by=by)
    return found


def _with_unit(project: Project, claim: Claim | Statement, document: Document, changes: Changes) -> Changes:
    """The changes, with the id of the unit where they move the claim to another place."""
    names = {name for name, _ in changes}
    if not isinstance(claim, Claim):
        return changes
    if UNIT in names:
        return tuple((name, project.unit(value) if name == UNIT else value) for name, value in changes)
    if not any(name.startswith("place.") for name in names):
        return changes
    moved = amended(claim, changes)
    found = [p.unit for p in project.resolver.place(moved, document) if p.unit]
    if not found:
        raise ConfigError(f"no unit is called {moved.place.name!r} here; name one with --set unit=NAME")
    return (*changes, (UNIT, found[0]))
