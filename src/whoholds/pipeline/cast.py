"""Who appears in a project's claims and statements: which actor a name means, what to call it, what it reads like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from whoholds.code import standing
from whoholds.code.listed import Actor
from whoholds.code.registry import Actors, called
from whoholds.code.standing import Heard, Reading
from whoholds.locate.units import Frame
from whoholds.model import Alignment, Attested, Said, Statement, Strength


@dataclass(frozen=True, kw_only=True, eq=False)
class Cast:
    """The actors of one moment. Never changes, and knows nothing of another project or moment."""

    registry: Actors
    frame: Frame
    heard: tuple[Heard, ...]

    @classmethod
    def of(
        cls, listed: Actors, frame: Frame, attested: Iterable[Attested], said: Iterable[Said] = ()
    ) -> Cast:
        """The cast of these claims and statements."""
        claims = list(attested)
        short = [n for i in claims for n in (i.claim.actor, i.claim.against) if n]
        registry = listed.knowing(short, frame.is_place)
        told = (heard for one in said for heard in _of_statement(one.statement, registry))
        return cls(registry=registry, frame=frame, heard=(*_of_claims(claims), *told))

    @cached_property
    def _unlisted(self) -> tuple[tuple[str, Heard], ...]:
        found = ((self.registry.resolve(one.name), one) for one in self.heard)
        return tuple((actor, one) for actor, one in found if self.registry.listed(actor) is None)

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """What the ids that no editor listed read like; whoever is not here is nobody's page."""
        return standing.readings(self._unlisted, self.frame.is_place)

    @cached_property
    def written(self) -> Mapping[str, str]:
        """What reports call the ids that no editor listed, most often."""
        counts = Counter((actor, called(one.name)) for actor, one in self._unlisted)
        names: dict[str, str] = {}
        for (actor, name), _ in sorted(counts.items(), key=lambda x: (-x[1], len(x[0][1]), x[0])):
            names.setdefault(actor, self.registry.nation_name(actor) or name[:1].upper() + name[1:])
        return names

    def name(self, actor: str) -> str:
        """What to call an actor."""
        listed = self.registry.listed(actor)
        if listed is not None:
            return listed.name
        if actor == self.registry.government:
            return f"Government of {self.frame.units[self.frame.country].name}"
        return self.written.get(actor) or actor.replace("_", " ").capitalize()

    def reads_like(self, actor: str) -> Reading | None:
        """A party or a person, by the editor's word, else by the reports'; ``None`` for neither."""
        listed = self.registry.listed(actor)
        if listed is not None:
            return "person" if listed.kind == "person" else "party"
        return "party" if actor == self.registry.government else self.readings.get(actor)

    def is_person(self, name: str) -> bool:
        """Whether a name means a person, or could: what the reports leave open is taken for one."""
        actor = self.registry.resolve(name)
        reading = self.reads_like(actor)
        if reading is not None or self.registry.listed(actor) is not None:
            return reading == "person"
        return standing.is_person(name) or standing.could_be_person(name)

    def may_be_private(self, name: str, sentence: str) -> bool:
        """Whether a name means a private person, or one of whom no report says that they are not."""
        if self.registry.listed(actor := self.registry.resolve(name)) is not None:
            return False
        unknown = actor not in self.readings and standing.could_be_person(name)
        return unknown or standing.private(name, sentence)

    @property
    def persons(self) -> frozenset[str]:
        """Every name, of listed and unlisted actors, that means a person."""
        listed = {n for a in self.registry.actors if a.kind == "person" for n in _all_names(a)}
        return frozenset(listed | {n for a, n in self.written.items() if self.readings.get(a) == "person"})


def _all_names(actor: Actor) -> tuple[str, ...]:
    return (actor.name, *actor.aliases)


def _of_claims(claims: Iterable[Attested]) -> Iterator[Heard]:
    for item in claims:
        affirmed = item.claim.polarity == "affirmed" and item.claim.modality in ("asserted", "claimed")
        for name in filter(None, (item.claim.actor, item.claim.against)):
            yield Heard(name=name, sentence=item.claim.sentence, fights=affirmed)


def _of_statement(said: Statement, registry: Actors) -> Iterator[Heard]:
    if said.actor:
        party = isinstance(said, Alignment) and said.other is not None and (
            registry.listed(registry.resolve(said.other)) is not None or standing.is_party(said.other)
        )  # fmt: skip
        heads = party and isinstance(said, Alignment) and said.kind == "leads" and said.polarity == "affirmed"
        yield Heard(name=said.actor, sentence=said.sentence, heads=heads, fights=isinstance(said, Strength))
    if isinstance(said, Alignment) and said.other:
        yield Heard(name=said.other, sentence=said.sentence)
