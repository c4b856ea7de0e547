"""An actor: what it holds, how strong it is said to be, with whom it stands and what it asks for: :func:`who`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from whoholds.code.frames import frames
from whoholds.code.registry import fold
from whoholds.errors import ConfigError
from whoholds.model import Alignment, Attested, Claim, Document, Place, Said, Stance, Statement, Strength
from whoholds.pipeline.answers import Told
from whoholds.pipeline.project import Project
from whoholds.publish import speakers

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
    Raises :class:`ConfigError` where nobody speaks of such an actor.
    """
    book = _Book(project, on=on, known=known, recorded=recorded)
    actor = project.actors.resolve(name)
    answer = book.page(actor)
    listed = {a.id for a in project.actors.actors}
    if actor not in listed and not answer["over_time"] and not any(answer[k] for k in _KINDS):
        near = ", ".join(sorted(book.known_actors())[:12])
        raise ConfigError(f"nobody speaks of {name!r}; actors here are {near}")
    return answer


def everyone(project: Project, *, recorded: datetime | None = None) -> list[dict[str, Any]]:
    """The pages of all actors that the map or a statement speaks of, as :func:`who` has them."""
    book = _Book(project, on=None, known=None, recorded=recorded)
    return [book.page(actor) for actor in book.known_actors()[:MOST]]


_KINDS = ("strengths", "alignments", "stances")


class _Book:
    """All statements of one moment, by actor, beside the map's answer."""

    def __init__(
        self, project: Project, *, on: date | None, known: date | None, recorded: datetime | None
    ) -> None:
        self.project = project
        self.told = Told.of(project, known=known, recorded=recorded, reach=on)
        self._coarse = project.config.publish.coarsen is not None
        self.on = on or self.told.case.last
        with project.ledger(read_only=True) as ledger:
            found = list(ledger.statements(known=self.told.case.known, recorded=recorded))
        self.said = list(self._public(_once(found)))
        self._names = _by_report(self.said, self.told.case.attested.values())

    def known_actors(self) -> list[str]:
        """Ids of actors: the map's first, then those that statements speak of, most often first."""
        counts: dict[str, int] = {}
        for said in self.said:
            for actor in self._about(said):
                counts[actor] = counts.get(actor, 0) + 1
        rest = sorted((a for a in counts if a not in self.told.case.actors), key=lambda a: (-counts[a], a))
        return [*self.told.case.actors, *rest]

    def page(self, actor: str) -> dict[str, Any]:
        """What is known of an actor by its id."""
        mine = [s for s in self.said if actor in self._about(s)]
        listed = next((a for a in self.project.actors.actors if a.id == actor), None)
        day = self.on.isoformat()
        return {
            "id": actor,
            "name": self.told.case.actor_name(actor),
            "kind": listed.kind if listed else None,
            "aliases": list(listed.aliases) if listed else [],
            "side": self.project.actors.side(actor, day),
            "on": day,
            "known": self.told.case.known.isoformat(),
            **self._holdings(actor),
            "strengths": [
                self._line(s, "low", "high", "unit", "qualifier")
                for s in mine
                if isinstance(s.statement, Strength)
            ],
            "alignments": [
                self._line(s, "kind", "other", "role") for s in mine if isinstance(s.statement, Alignment)
            ],
            "stances": [
                self._line(s, "kind", "topic")
                for s in mine
                if isinstance(s.statement, Stance) and not self._coarse  # a topic may name a smaller place
            ],
        }

    def _about(self, said: Said) -> set[str]:
        """Ids of whom it speaks of; a short name is what the report calls it in full."""
        full = self._names.get(said.document.id, ())
        return {self._id(name, full) for name in _names(said.statement)}

    def _id(self, name: str, full: Sequence[str]) -> str:
        found = self.project.actors.resolve(name)
        if any(a.id == found for a in self.project.actors.actors):
            return found
        words = fold(name)
        longer = [n for n in full if len(fold(n)) > len(words) and _within(words, fold(n))]
        return self.project.actors.resolve(longer[0]) if words and longer else found

    def _holdings(self, actor: str) -> dict[str, Any]:
        """Units held on the day, and how many on each day on which the number changes."""
        case, states = self.told.case, self.told.states
        everything = {"units": len(states.units), "holds": [], "over_time": []}
        if actor not in self.told.posteriors.states:
            return everything
        mine = states.holder == self.told.posteriors.states.index(actor)
        at = self.told.at(self.on)
        counts = mine.sum(axis=0)
        cuts = [0, *(np.flatnonzero(np.diff(counts)) + 1).tolist()]
        held = [u for row, u in enumerate(states.units) if mine[row, at]]
        return everything | {
            "holds": [{"unit": u, "name": "" if self._coarse else self.project.label(u)} for u in held],
            "over_time": [
                {"day": (case.first + timedelta(days=int(k))).isoformat(), "units": int(counts[k])}
                for k in cuts
            ],
        }

    def _line(self, said: Said, *slots: str) -> dict[str, Any]:
        one, document = said.statement, said.document
        return {
            "id": one.id,
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
        }

    def _public(self, said: Sequence[Said]) -> Iterator[Said]:
        """Statements as they may be shown: persons as the project says, private speakers by role."""
        settings = self.project.config.publish
        if not settings.persons:
            said = [s for s in said if not any(self._is_person(n) for n in _names(s.statement))]
        if settings.speakers == "names":
            yield from said
            return
        public = [self.told.case.actor_name(a) for a in self.told.case.actors]
        public += [unit.name for unit in self.project.frame.units.values()]
        public += [name for s in said for name in _names(s.statement)]
        for one, claim in zip(said, speakers.by_role([_as_claim(s) for s in said], public), strict=True):
            shown = replace(one.statement, quote=claim.quote, sentence=claim.sentence, speaker=claim.speaker)
            yield replace(one, statement=shown)

    def _is_person(self, name: str) -> bool:
        """A person by the registry, by an office, or by a name of two words that is nobody's there."""
        actor = self.project.actors.resolve(name)
        listed = next((a for a in self.project.actors.actors if a.id == actor), None)
        if listed is not None:
            return listed.kind == "person"
        words = name.split()
        office = any(w.lower().removesuffix("s") in frames().words["offices"] for w in words)
        organ = any(w.lower() in frames().words["bodies"] | frames().words["strength"] for w in words)
        return office or (len(words) > 1 and all(w[:1].isupper() for w in words) and not organ)


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


def _once(found: Iterable[Said]) -> list[Said]:
    """One statement for all copies of a story that say the same."""
    out: dict[tuple[object, ...], Said] = {}
    for said in found:
        one = said.statement
        out.setdefault((said.story, type(one), one.actor, one.quote, one.speaker, one.polarity), said)
    return list(out.values())


def _as_claim(said: Said) -> Attested:
    """The statement's words in the shape in which private speakers are looked for."""
    one = said.statement
    document: Document = said.document
    claim = Claim(
        document=document.id, relation="holds", actor=None, place=Place(), quote=one.quote, sentence=one.sentence,
        span=one.span, speaker=one.speaker, by_party=one.by_party,
    )  # fmt: skip
    return Attested(
        claim=claim,
        document=document,
        placements=(),
        judgement=None,
        story=said.story,
        recorded=said.recorded,
    )


def amount(line: dict[str, Any]) -> str:
    """A strength in words: "about 2,000 fighters", "2,000 to 2,500", "at most 600 men"."""
    low, high = line["low"], line["high"]
    if low is not None and high is not None and low != high:
        number = f"{low:,} to {high:,}"
    else:
        number = f"{low if low is not None else high:,}"
    word = "" if line["qualifier"] == "between" else line["qualifier"]
    return " ".join(w for w in (word, number, line["unit"]) if w)


def in_words(answer: dict[str, Any]) -> str:
    """The answer of :func:`who` for a terminal."""
    lines = [
        f"{answer['name']} on {answer['on']} (known by {answer['known']}): "
        f"holds {len(answer['holds'])} of {answer['units']} units"
    ]
    lines += [f"  {unit['name']}" for unit in answer["holds"][:20]]
    if len(answer["holds"]) > 20:
        lines.append(f"  and {len(answer['holds']) - 20} more")
    lines += ["", "over time:"] if answer["over_time"] else []
    lines += [f"  {step['day']}  {step['units']}" for step in answer["over_time"][-12:]]
    shown: dict[str, Callable[[dict[str, Any]], str]] = {
        "strengths": amount,
        "alignments": lambda x: " ".join(
            w for w in (x["actor"], x["kind"], x["other"], x["role"] and f"as {x['role']}") if w
        ),
        "stances": lambda x: f"{x['kind']}: {x['topic']}",
    }
    for kind, say in shown.items():
        lines += ["", f"{kind}:"] if answer[kind] else []
        for x in answer[kind]:
            who_says = " > ".join(x["speaker"]) or "in its own voice"
            marks = "".join(
                f", {m}" for m in (x["modality"], x["polarity"]) if m not in ("asserted", "affirmed")
            )
            lines += [
                f"  {x['start'] or x['published']}  {say(x)}{marks}",
                f"    “{x['quote']}”",
                f"    {x['outlet']}, {x['published']}, {who_says}   [{x['id'][:12]}] {x['url']}",
            ]
    return "\n".join(lines)


def listing(
    project: Project, *, known: date | None = None, recorded: datetime | None = None
) -> list[dict[str, Any]]:
    """All actors that the map or a statement speaks of; those that the project does not list are proposed.

    A proposal is accepted by adding it to the project's actors file; two are merged by naming one among the other's
    ``aliases`` (its id under ``formerly``), and split again by taking it out: the ledger keeps names as written.
    """
    book = _Book(project, on=None, known=known, recorded=recorded)
    listed = {a.id for a in project.actors.actors}
    return [
        {
            "id": actor,
            "name": book.told.case.actor_name(actor),
            "proposed": actor not in listed,
            "claims": len({t.claim for t in book.told.case.testimonies if t.actor == actor}),
            "statements": sum(actor in book._about(s) for s in book.said),
        }
        for actor in book.known_actors()
    ]
