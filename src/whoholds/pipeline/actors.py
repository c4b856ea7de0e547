"""An actor: what it holds, how strong it is said to be, with whom it stands and what it asks for: :func:`who`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from whoholds.code.registry import fold
from whoholds.code.standing import Heard
from whoholds.errors import ConfigError
from whoholds.model import Alignment, Attested, Claim, Document, Place, Said, Stance, Statement, Strength
from whoholds.pipeline.answers import Told
from whoholds.pipeline.cast import Cast
from whoholds.pipeline.editions import series_of
from whoholds.pipeline.project import Project
from whoholds.publish import speakers
from whoholds.publish.rollup import majority
from whoholds.review.judge import amended

MOST = 40
"""Actors that get a page, most spoken of first."""


def who(
    project: Project,
    name: str,
    *,
    on: date | None = None,
    known: date | None = None,
    recorded: datetime | None = None,
) -> dict[str, Any]:
    """What is known of one actor: ``holds`` on a day and over time, ``strengths``, ``alignments``, ``stances``.

    Each statement carries its quote, sentence, speaker, outlet, day and link; copies of one story count once.
    Raises :class:`ConfigError` where nobody speaks of such an actor, or the name is nobody's who may have a page.
    """
    book = _Book(project, on=on, known=known, recorded=recorded)
    actor = book.cast.registry.resolve(name)
    pages = book.pages()
    if actor in pages or book.cast.registry.listed(actor):
        return book.page(actor)
    here = f"actors here are {', '.join(sorted(pages)[:12])}"
    if actor in book.counts:
        raise ConfigError(
            f"{name!r} names no party and no person in a public role; {here}. "
            "To have a page for it, list it in the project's actors file"
        )
    raise ConfigError(f"nobody speaks of {name!r}; {here}")


def everyone(project: Project, *, recorded: datetime | None = None) -> list[dict[str, Any]]:
    """The pages of all actors that the map or a statement speaks of, as :func:`who` has them."""
    book = _Book(project, on=None, known=None, recorded=recorded)
    return [book.page(actor) for actor in book.pages()[:MOST]]


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """A statement as it may be shown and as an editor amended it, with the ledger's id and the actors that it speaks of."""

    id: str
    said: Said
    about: frozenset[str] = frozenset()

    @classmethod
    def of(cls, said: Said) -> _Entry:
        """The statement as an editor amended it, where one did."""
        word, one = said.judgement, said.statement
        if word is not None and word.verdict == "amend":
            said = replace(said, statement=amended(cast("Strength", one), word.fields))
        return cls(id=one.id, said=said)

    @property
    def rejected(self) -> bool:
        """Whether an editor rejected it: it is shown as such, and counts for nothing."""
        return self.said.judgement is not None and self.said.judgement.verdict == "reject"


class _Book:
    """All statements of one moment, by actor, beside the map's answer."""

    def __init__(
        self, project: Project, *, on: date | None, known: date | None, recorded: datetime | None
    ) -> None:
        self.project = project
        self.told = Told.of(project, known=known, recorded=recorded, reach=on)
        self._settings = project.config.publish
        self._coarse = self._settings.coarsen is not None
        self.on = on or self.told.case.last
        with project.ledger(read_only=True) as ledger:
            said = once(ledger.statements(known=self.told.case.known, recorded=recorded))
        found = [_Entry.of(one) for one in said]
        claims = self.told.case.attested.values()
        standing = [entry.said for entry in found if not entry.rejected]
        self.cast = Cast.of(project.actors, project.frame, claims, standing)
        self._full = _by_report(standing, claims)
        self.entries = self._public(found)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many statements speak of each actor."""
        return Counter(actor for entry in self.entries if not entry.rejected for actor in entry.about)

    def pages(self) -> list[str]:
        """Ids of actors that have a page: the map's first, then by the number of statements.

        An unlisted one has a page only where it reads like a party, or like a person in a public role.
        """
        on_map = [a for a in self.told.case.actors if self._named(a)]
        known = (a for a in self.counts if a not in on_map and self.cast.reads_like(a) and self._named(a))
        return [*on_map, *sorted(known, key=lambda a: (-self.counts[a], a))]

    def _named(self, actor: str) -> bool:
        """Whether it may be spoken of: persons only where the project names persons."""
        return self._settings.persons or self.cast.reads_like(actor) != "person"

    def page(self, actor: str) -> dict[str, Any]:
        """What is known of an actor by its id."""
        mine = [entry for entry in self.entries if actor in entry.about]
        listed = self.cast.registry.listed(actor)
        day = self.on.isoformat()
        return {
            "id": actor,
            "name": self.cast.name(actor),
            "listed": listed is not None,
            "kind": listed.kind if listed else None,
            "aliases": list(listed.aliases) if listed else [],
            "side": self.cast.registry.side(actor, day),
            "sides": [{"side": p.side, "from": p.first, "to": p.last} for p in listed.sides]
            if listed
            else [],
            "parents": [{"id": p, "name": self.cast.name(p)} for p in listed.parents] if listed else [],
            "on": day,
            "known": self.told.case.known.isoformat(),
            **self._holdings(actor),
            "strengths": [
                self._line(e, "low", "high", "unit", "qualifier")
                for e in mine
                if isinstance(e.said.statement, Strength)
            ],
            "alignments": [
                self._line(e, "kind", "other", "role") | self._sides(e)
                for e in mine
                if isinstance(e.said.statement, Alignment)
            ],
            "stances": [
                self._line(e, "kind", "topic")
                for e in mine
                if isinstance(e.said.statement, Stance)
                and not self._coarse  # a topic may name a smaller place
            ],
        }

    def _about(self, said: Said) -> frozenset[str]:
        """Ids of whom it speaks of; a short name is what the report calls it in full."""
        full = self._full.get(said.document.id, ())
        return frozenset(self._id(name, full) for name in _names(said.statement))

    def _id(self, name: str, full: Sequence[str]) -> str:
        registry, words = self.cast.registry, fold(name)
        found = registry.resolve(name)
        if registry.listed(found) is not None:
            return found
        longer = [n for n in full if len(fold(n)) > len(words) and _within(words, fold(n))]
        return registry.resolve(longer[0]) if words and longer else found

    def _holdings(self, actor: str) -> dict[str, Any]:
        """Units held on the day, and how many on each day on which the number changes."""
        units, holder = self._map
        everything = {"units": len(units), "holds": [], "over_time": []}
        if actor not in self.told.posteriors.states:
            return everything
        mine = holder == self.told.posteriors.states.index(actor)
        at = self.told.at(self.on)
        counts = mine.sum(axis=0)
        cuts = [0, *(np.flatnonzero(np.diff(counts)) + 1).tolist()]
        held = [u for row, u in enumerate(units) if mine[row, at]]
        first = self.told.case.first
        return everything | {
            "holds": [{"unit": u, "name": self.project.label(u)} for u in held],
            "over_time": [
                {"day": (first + timedelta(days=int(k))).isoformat(), "units": int(counts[k])} for k in cuts
            ],
        }

    @cached_property
    def _map(self) -> tuple[Sequence[str], npt.NDArray[np.int16]]:
        """The units that are published and who holds each on each day: where the map is coarsened, those above its own."""
        told, frame, how = self.told, self.project.frame, self._settings.rollup
        above = {up for unit in told.states.units for up in frame.ancestors(unit)}
        wide = sorted(up for up in above if frame.units[up].level == self._settings.coarsen)
        if not wide:
            return told.states.units, told.states.holder
        row = {unit: k for k, unit in enumerate(told.states.units)}
        series = series_of(told.posteriors, told.states)

        def of(unit: str) -> npt.NDArray[np.int16]:
            seat = self.project.seat(unit) if how == "seat" else None
            parts = np.array([row[part] for part in frame.expand(unit)])
            most = majority(series, parts, named=how != "shares")["holder"]
            holder: npt.NDArray[np.int16] = most if seat is None else told.states.holder[row[seat]]
            return holder

        return wide, np.stack([of(unit) for unit in wide])

    def _line(self, entry: _Entry, *slots: str) -> dict[str, Any]:
        one, document = entry.said.statement, entry.said.document
        return {
            "id": entry.id,
            "actor": one.actor,
            **{slot: getattr(one, slot) for slot in slots},
            "start": one.start,
            "end": one.end,
            "speaker": list(one.speaker),
            "by_party": one.by_party,
            "modality": one.modality,
            "polarity": one.polarity,
            "quote": "" if self._coarse else one.quote,
            "sentence": "" if self._coarse else one.sentence,
            "outlet": document.outlet or "",
            "published": document.published.isoformat() if document.published else "",
            "url": "" if self._coarse else document.url or "",
            "verdict": entry.said.judgement.verdict if entry.said.judgement else "",
            "reason": entry.said.judgement.reason if entry.said.judgement and not self._coarse else "",
        }

    def _sides(self, entry: _Entry) -> dict[str, str]:
        """Ids of both sides of an alignment; empty for one that is not named."""
        one, full = entry.said.statement, self._full.get(entry.said.document.id, ())
        named = {"actor_id": one.actor, "other_id": getattr(one, "other", None)}
        return {key: self._id(name, full) if name else "" for key, name in named.items()}

    def _public(self, found: Sequence[_Entry]) -> list[_Entry]:
        """Statements as they may be shown: nobody private, persons as the project says, private speakers by role."""
        kept = [e for e in found if not any(self._hidden(name, e) for name in _names(e.said.statement))]
        public = [self.cast.name(a) for a in self.told.case.actors]
        public += [unit.name for unit in self.project.frame.units.values()]
        public += [name for e in kept for name in _names(e.said.statement)]
        claims = [_as_claim(e.said) for e in kept]
        shown = speakers.shown(claims, self._settings, public, self.cast.persons)
        return [
            replace(entry, about=self._about(entry.said), said=_worded(entry.said, item))
            for entry, item in zip(kept, shown, strict=True)
        ]

    def _hidden(self, name: str, entry: _Entry) -> bool:
        """Whether a statement must not be shown because of whom it names."""
        if not self._settings.persons and self.cast.is_person(name):
            return True
        return self.cast.may_be_private(name, entry.said.statement.sentence)


def _names(said: Statement) -> list[str]:
    return [n for n in (said.actor, said.other if isinstance(said, Alignment) else None) if n]


def _by_report(said: Iterable[Said], claims: Iterable[Attested]) -> dict[str, list[str]]:
    """All names of actors by report, longest first."""
    names: dict[str, set[str]] = {}
    for one in said:
        names.setdefault(one.document.id, set()).update(_names(one.statement))
    for item in claims:
        names.setdefault(item.document.id, set()).update(
            n for n in (item.claim.actor, item.claim.against) if n
        )
    return {key: sorted(found, key=lambda n: (-len(n), n)) for key, found in names.items()}


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def once(found: Iterable[Said]) -> list[Said]:
    """One statement for all copies of a story that say the same; the one that an editor judged, where there is one."""
    out: dict[tuple[object, ...], Said] = {}
    for said in found:
        one = said.statement
        key = (said.story, type(one), one.actor, one.quote, one.speaker, one.polarity)
        if out.setdefault(key, said).judgement is None and said.judgement is not None:
            out[key] = said
    return list(out.values())


def _worded(said: Said, item: Attested) -> Said:
    """The statement, and an editor's word on it, in the words that may be shown; its id stays the ledger's."""
    claim = item.claim
    shown = replace(
        said.statement, quote=claim.quote, sentence=claim.sentence, speaker=claim.speaker, actor=claim.actor
    )
    if isinstance(shown, Alignment):
        shown = replace(shown, other=claim.against, role=claim.place.name)
    if isinstance(shown, Stance):
        shown = replace(shown, topic=claim.place.name or "")
    return replace(said, statement=shown, judgement=item.judgement)


def _as_claim(said: Said) -> Attested:
    """The statement's words in the shape in which private speakers are looked for; topic or role as its place."""
    one = said.statement
    words = one.topic if isinstance(one, Stance) else one.role if isinstance(one, Alignment) else None
    document: Document = said.document
    claim = Claim(
        document=document.id, relation="holds", actor=one.actor, place=Place(name=words), quote=one.quote, sentence=one.sentence,
        span=one.span, speaker=one.speaker, by_party=one.by_party,
        against=one.other if isinstance(one, Alignment) else None,
    )  # fmt: skip
    return Attested(
        claim=claim,
        document=document,
        placements=(),
        judgement=said.judgement,
        story=said.story,
        recorded=said.recorded,
    )


def listing(
    project: Project, *, known: date | None = None, recorded: datetime | None = None
) -> list[dict[str, Any]]:
    """All actors that have a page; those that the project does not list are proposed, with what they read like.

    A proposal is accepted by adding it to the project's actors file; two are merged by naming one among the other's
    ``aliases`` (its id under ``formerly``), and split again by taking it out: the ledger keeps names as written.
    """
    book = _Book(project, on=None, known=known, recorded=recorded)
    return [
        {
            "id": actor,
            "name": book.cast.name(actor),
            "proposed": book.cast.registry.listed(actor) is None,
            "reads_like": book.cast.reads_like(actor) or "",
            "claims": len({t.claim for t in book.told.case.testimonies if t.actor == actor}),
            "statements": book.counts[actor],
        }
        for actor in book.pages()
    ]


def proposals(project: Project) -> tuple[str, int]:
    """The proposed actors as ``[[actor]]`` tables for an editor to check and add to the actors file; how many.

    Each stands with the names that reports give it, and a sentence in which it appears.
    """
    book = _Book(project, on=None, known=None, recorded=None)
    heard: dict[str, list[Heard]] = {}
    for one in book.cast.heard:
        heard.setdefault(book.cast.registry.resolve(one.name), []).append(one)
    wanted = [a for a in book.pages() if book.cast.registry.listed(a) is None and a in heard]
    return "\n".join(_table(actor, heard[actor], book.cast) for actor in wanted), len(wanted)


def _table(actor: str, heard: Sequence[Heard], cast: Cast) -> str:
    name = cast.name(actor)
    others = sorted({one.name for one in heard} - {name}, key=lambda n: (fold(n), n))
    lines = [
        f"# {' '.join(heard[0].sentence.split())}",
        "[[actor]]",
        f"id = {json.dumps(actor)}",
        f"name = {json.dumps(name, ensure_ascii=False)}",
        *(['kind = "person"'] if cast.reads_like(actor) == "person" else []),
        *([f"aliases = {json.dumps(others, ensure_ascii=False)}"] if others else []),
    ]
    return "\n".join(lines) + "\n"
