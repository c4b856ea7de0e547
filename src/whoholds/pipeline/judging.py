"""An editor's word goes into the ledger, and what waits for one: :func:`judge`, :func:`queue`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import cast, get_args

from whoholds.errors import ConfigError
from whoholds.model import (
    Claim,
    Document,
    Extent,
    Judgement,
    Modality,
    Polarity,
    Quantifier,
    Relation,
    Verdict,
    iso_days,
)
from whoholds.pipeline.project import Project
from whoholds.review.queue import Waiting, waiting

_WORDS = {
    "relation": get_args(Relation),
    "modality": get_args(Modality),
    "polarity": get_args(Polarity),
    "place.quantifier": get_args(Quantifier),
    "place.extent": get_args(Extent),
}
Pairs = tuple[tuple[str, str], ...]
_TEXT = {"actor", "against", "start", "end", "unit", "place.name", "place.kind", "place.within"}


def judge(
    project: Project, claim: str, verdict: str, changes: Sequence[str], *, by: str, reason: str
) -> Judgement:
    """Record a judgement; an amended place is placed anew.

    Raises:
        UnknownClaim: no claim, or several, begin with these letters.
        ConfigError: a field or value is wrong.
    """
    with project.ledger() as ledger:
        found = ledger.claim(claim)
        pairs = tuple(_pair(change) for change in changes)
        if (verdict == "amend") != bool(pairs):
            raise ConfigError("amend needs --set field=value, and only amend takes it")
        judgement = Judgement(
            claim=found.id, verdict=cast("Verdict", verdict), by=by, reason=reason,
            fields=_with_unit(project, found, ledger.document(found.document), pairs), nonce=uuid.uuid4().hex,
        )  # fmt: skip
        ledger.append([judgement], by=by)
    return judgement


def queue(project: Project, *, limit: int) -> list[Waiting]:
    """Claims below the threshold, without a place or with a doubtful one, weightiest first."""
    with project.ledger(read_only=True) as ledger:
        return waiting(ledger.as_of(), threshold=project.threshold, limit=limit)


def _pair(change: str) -> tuple[str, str]:
    name, sign, value = change.partition("=")
    if not sign:
        raise ConfigError(f"--set {change}: write field=value")
    if name in _WORDS and value not in _WORDS[name]:
        raise ConfigError(f"--set {change}: {value!r} is none of {', '.join(_WORDS[name])}")
    if name not in _WORDS and name not in _TEXT:
        raise ConfigError(f"--set {change}: no field {name!r}; known: {', '.join(sorted([*_WORDS, *_TEXT]))}")
    if name in ("start", "end"):
        try:
            iso_days(value)
        except ValueError as error:
            raise ConfigError(f"--set {change}: {error}; write YYYY, YYYY-MM or YYYY-MM-DD") from error
    return name, value


def _with_unit(project: Project, claim: Claim, document: Document, pairs: Pairs) -> Pairs:
    """The changes, with the id of the unit where they move the claim to another place."""
    changes = dict(pairs)
    if "unit" in changes:
        return tuple((name, project.unit(value) if name == "unit" else value) for name, value in pairs)
    if not any(name.startswith("place.") for name in changes):
        return pairs
    place = replace(claim.place, **{n.removeprefix("place."): v for n, v in pairs if n.startswith("place.")})
    found = [p for p in project.resolver.place(replace(claim, place=place), document) if p.unit]
    if not found:
        raise ConfigError(f"no unit is called {place.name!r} here; name one with --set unit=NAME")
    return (*pairs, ("unit", str(found[0].unit)))
