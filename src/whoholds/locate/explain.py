"""Show an editor which places a text names, what each may mean, and what nobody knows yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from whoholds.model import Claim, Document, Mention, Place

from .gazetteer import is_ordinary

if TYPE_CHECKING:
    from .resolve import Candidate, Resolver

_NAME = re.compile(r"[A-ZÀ-Ž][\w'’‘ʿʼ-]+(?:[ -](?:[a-z]{1,2}-)?[A-ZÀ-Ž][\w'’‘ʿʼ-]+)*")
_TYPE = re.compile(
    r"(?:[ -](?:[Pp]rovince|[Dd]istrict|[Cc]ity|[Tt]own|[Vv]illage|[Vv]alley|[Oo]blast|[Gg]overnorate|[Ss]tate))\b"
)


def explain(resolver: Resolver, text: str) -> Iterator[str]:
    """Lines for ``whoholds places TEXT``."""
    mentions = resolver.gazetteer.scan(text)
    if not mentions:
        yield from _lines(resolver, text, text, mentions)
        return
    for mention in mentions:
        written = text[slice(*mention.span)]
        if mention.kind == "actor":
            yield f"{written}: no place (an actor or an outlet)"
            continue
        beside = _TYPE.match(text, mention.span[1])
        yield from _lines(resolver, text, written + (beside.group() if beside else ""), mentions)
    for match in _NAME.finditer(text):
        covered = any(m.span[0] < match.end() and match.start() < m.span[1] for m in mentions)
        if not covered and not is_ordinary(match.group()) and match.start() > 0:
            yield f"{match.group()}: not known; if it is a place, add to aliases.csv: {match.group()},UNIT"


def _lines(resolver: Resolver, text: str, written: str, mentions: Sequence[Mention]) -> Iterator[str]:
    frame = resolver.frame
    document = Document(name="text", text=text)
    others = tuple(m for m in mentions if text[slice(*m.span)] not in written)
    claim = Claim(
        document=document.id, relation="holds", actor=None, place=Place(name=written), quote=written,
        sentence=" ; ".join(text[slice(*m.span)] for m in others), span=(0, 0),
    )  # fmt: skip
    for candidate in resolver.candidates(Place(name=written), resolver.context(claim, document)):
        yield f"{written}: {_candidate(candidate)}" + (
            f", {_where(resolver, candidate.unit)}" if candidate.unit else ""
        )
    if not any(c.unit for c in resolver.candidates(Place(name=written))):
        yield f"  add to aliases.csv: {written},UNIT (ids: whoholds units list --country {frame.country})"


def _candidate(candidate: Candidate) -> str:
    return f"{candidate.probability:.2f} {candidate.unit or 'no match'} ({candidate.via})"


def _where(resolver: Resolver, unit: str) -> str:
    frame = resolver.frame
    u = frame.units[unit]
    level = {"place": "town", "1": "first level", "2": "second level"}.get(u.level, u.level)
    above = ", ".join(frame.units[a].name for a in frame.ancestors(unit)[:-1])
    on_map = frame.expand(unit)
    target = (
        ""
        if on_map == (unit,)
        else f"; on the map: {on_map[0] if len(on_map) == 1 else f'{len(on_map)} units'}"
    )
    return f"{u.name}, {level}{f' in {above}' if above else ''}{target}"
