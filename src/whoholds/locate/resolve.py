"""From a claim's place to units of the map: candidates with probabilities, and an honest *no match*.

Each candidate gets a log weight (how the name matched, what the type word says, how large the place is,
whether the parent named beside it holds it, what else the sentence and the report speak of); *no match*
competes with a weight of its own; a softmax makes probabilities. The weights are :class:`Weights`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from whoholds.model import Claim, Document, Place, Placement

from .context import Context, Reader
from .elsewhere import Elsewhere
from .explain import explain
from .gazetteer import Gazetteer, Match
from .relative import near
from .spelling import fold, sound
from .toponym import FACILITIES, Grade, Toponym, grade, parse
from .units import Frame


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Log weights of the evidence for a candidate."""

    via: Mapping[str, float]
    level: Mapping[Grade | None, Mapping[str, float]]
    population: float = 0.6
    """Per factor of ten over a thousand inhabitants."""
    seat: float = 0.8
    company: float = 2.0
    """A capital of a region, where the report speaks of nothing but such."""
    own_name: float = 1.0
    """The name is the unit's first name, not one of its others."""
    unlike: float = 0.1
    """Per point that a fuzzy match falls short of 100."""
    weak_town: float = -1.0
    """A fuzzy match with a town, where the text names no parent."""
    inside: float = 4.0
    outside: float = -4.0
    sentence: float = 1.5
    document: float = 1.5
    nothing: float = -2.5
    keep: float = 0.05
    """Candidates below this probability are left out."""
    most: int = 4


WEIGHTS = Weights(
    via={
        "alias": 3.0,
        "exact": 0.0,
        "folded": -0.2,
        "sound": -1.0,
        "part": -1.5,
        "consonants": -1.5,
        "fuzzy": -1.2,
    },
    level={
        None: {"country": 1.0, "1": 0.0, "2": 0.2, "place": 0.6},
        "country": {"country": 3.0, "1": -1.0, "2": -3.0, "place": -3.0},
        "1": {"country": -2.0, "1": 2.5, "2": -2.0, "place": -3.0},
        "2": {"country": -4.0, "1": -2.5, "2": 2.5, "place": -0.5},
        "place": {"country": -4.0, "1": -3.0, "2": 0.5, "place": 2.0},
        "area": {"country": 0.0, "1": 0.6, "2": 0.4, "place": 0.0},
    },
)
SURE = ("alias", "exact", "folded")
STRICT = (*SURE, "sound")
WEAK = ("part", "consonants", "fuzzy")
_CAPITALS = ("capital", "capitals")
_GENERIC = frozenset(
    [
        "city",
        "town",
        "village",
        "district",
        "province",
        "country",
        "area",
        "region",
        "territory",
        "capital",
        "settlement",
        "place",
        "governorate",
        "oblast",
        "cities",
        "towns",
        "villages",
        "districts",
        "provinces",
        "areas",
        "regions",
        "territories",
        "capitals",
        "settlements",
        "state",
        "states",
        "it",
        "there",
    ]
)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A unit that a place may be, with its probability; ``unit`` is ``None`` for *no match*."""

    unit: str | None
    probability: float
    via: str


class Resolver:
    """Places claims on the units of a frame.

    ``actors_to_mask`` are names that are no places although a place is in them; ``aliases`` are an
    editor's spellings, (name, unit id). ``gazetteer`` shares an index that exists already.
    """

    def __init__(
        self,
        frame: Frame,
        *,
        actors_to_mask: Iterable[str] = (),
        aliases: Iterable[tuple[str, str]] = (),
        gazetteer: Gazetteer | None = None,
        weights: Weights = WEIGHTS,
    ) -> None:
        self.frame = frame
        self.gazetteer = gazetteer or Gazetteer(frame, masks=actors_to_mask, aliases=aliases)
        self.weights = weights
        self._reader = Reader(self.gazetteer)
        self._elsewhere = Elsewhere(frame.country)

    def place(self, claim: Claim, document: Document) -> tuple[Placement, ...]:
        """Candidates for the claim's place, most probable first; their probabilities sum to 1.

        What is left to *no match* is a placement with ``unit=None``, whose ``via`` says why. A set whose
        members are known (*all provincial capitals*, via *set*) has a placement for each, all meant.
        """
        context = self._reader.read(claim, document)
        excluded = self._excluded(claim.place, context)
        found = self.candidates(claim.place, context)
        return tuple(
            Placement(
                claim=claim.id, unit=c.unit, probability=round(c.probability, 4), via=c.via,
                gazetteer=self.frame.version, excluded=excluded if c.unit is not None else (),
            )
            for c in found
        )  # fmt: skip

    def context(self, claim: Claim, document: Document) -> Context:
        """What stands around a claim, for :meth:`candidates`."""
        return self._reader.read(claim, document)

    def explain(self, text: str) -> str:
        """What a text names and why: one line per name and candidate, for editors."""
        return "\n".join(explain(self, text))

    def candidates(self, place: Place, context: Context | None = None) -> tuple[Candidate, ...]:
        """As :meth:`place`, for a place alone, with as much context as there is."""
        context = context or Context()
        name = (place.name or "").strip()
        if not name or name.lower().removeprefix("the ") in _GENERIC:
            return self._unnamed(place, context)
        if "," in name and not place.within:
            name, _, larger = (x.strip() for x in name.partition(","))
            place = replace(place, name=name, within=larger or None)
        toponym = parse(name)
        if toponym.relative:
            return self._relative(toponym, context)
        kind = place.kind if grade(place.kind) or not toponym.kind else toponym.kind
        found = self._named(toponym, name, kind, place.within, context)
        levels = {
            self.frame.units[u].level for u in self._scope(place.within if kind is None else None, context)
        }
        in_town = "place" in levels and not levels & {"country", "1"}
        part_of_town = in_town or (kind is not None and grade(kind) in (None, "area"))
        if found[0].unit is None and found[0].probability > 0.5 and place.within and part_of_town:
            return self._within(place, context, found)
        return found

    def _named(
        self, toponym: Toponym, name: str, kind: str | None, within: str | None, context: Context
    ) -> tuple[Candidate, ...]:
        scope = self._scope(within, context)
        if within and not scope and self._elsewhere.knows(parse(within).core):
            return (Candidate(unit=None, probability=1.0, via="elsewhere"),)
        settled = grade(kind) is not None or kind is None
        matches = self.gazetteer.lookup(
            name, scope=scope, fuzzy=False
        )  # West Kordofan, Nahr-e Saraj district
        if not any(m.via in SURE and self.gazetteer.inside(m.unit, scope) for m in matches):
            matches = self.gazetteer.lookup(toponym.core, scope=scope, fuzzy=settled)
        away = self._elsewhere.weight(toponym.core)
        if away is not None and not any(m.via in STRICT for m in matches):
            return (Candidate(unit=None, probability=1.0, via="elsewhere"),)
        if not matches:
            return (Candidate(unit=None, probability=1.0, via="no match"),)
        together = [m.unit for m in matches if m.via == "alias"]
        if len(together) > 1:  # Darfur, Donbas: no unit of its own, several are meant
            return tuple(Candidate(unit=u, probability=0.9, via="set") for u in together)
        weighed = [(m, self._weight(m, (name, toponym.core), kind, scope, context)) for m in matches]
        nothing = max(self.weights.nothing, away + context.abroad if away is not None else -math.inf)
        nothing_via = "elsewhere" if nothing > self.weights.nothing else "no match"
        return self._normalise(weighed, nothing, nothing_via)

    def _scope(self, within: str | None, context: Context) -> tuple[str, ...]:
        """The units that ``within`` may be, polygons before towns."""
        if not within:
            return ()
        toponym = parse(within)
        matches = self.gazetteer.lookup(toponym.core)
        sure = [m.unit for m in matches if m.via in STRICT]
        wanted = toponym.grade
        of_grade = [u for u in sure if wanted and self.frame.units[u].level == wanted]
        return tuple(of_grade or sure)

    def _weight(
        self, match: Match, names: Sequence[str], kind: str | None, scope: Sequence[str], context: Context
    ) -> float:
        """``names`` are the place's name as written and without what stands around it: *South Darfur*, *Darfur*."""
        w = self.weights
        unit = self.frame.units[match.unit]
        grade_ = None if kind and kind.lower() in FACILITIES else grade(kind)
        total = w.via[match.via] + w.level[grade_].get(unit.level, 0.0) - w.unlike * (100.0 - match.score)
        above = {unit.id, *self.frame.ancestors(unit.id)}
        if scope:
            total += w.inside if above & set(scope) else w.outside
        above.discard(self.frame.country)
        if match.via in WEAK:
            # The list of towns is never complete: a likeness to one is no evidence that it is meant, and
            # neither size nor context makes it so.
            return total + (w.weak_town if unit.level == "place" and not scope else 0.0)
        total += w.own_name * any(key(unit.name) == key(name) for key in (fold, sound) for name in names)
        if unit.level == "place":
            total += w.population * math.log10((unit.population or 300) / 1000)
            seat_of = {
                self.frame.units[a].level
                for a in self.frame.ancestors(unit.id)
                if self.frame.seats.get(a) == unit.id
            }
            total += w.seat * bool(seat_of) + w.company * context.capitals * ("1" in seat_of)
        # What lies in a province speaks for the province itself only where the text calls it one; where all that is
        # named are capitals, none of them lies in another's province.
        around = above if grade_ == unit.level and unit.level != "place" else above - {unit.id}
        nearby = w.sentence * bool(around & context.sentence)
        nearby += w.document * max((context.document.get(a, 0.0) for a in around), default=0.0)
        return total + nearby * (1.0 - context.capitals)

    def _normalise(
        self, weighed: Sequence[tuple[Match, float]], nothing: float, nothing_via: str
    ) -> tuple[Candidate, ...]:
        """Softmax; candidates in the same map unit are one; what is left goes to *no match*."""
        top = max([nothing, *(w for _, w in weighed)])
        masses = [(m, math.exp(w - top)) for m, w in weighed]
        total = sum(x for _, x in masses) + math.exp(nothing - top)
        groups: dict[tuple[str, ...], list[tuple[Match, float]]] = {}
        for match, mass in sorted(masses, key=lambda x: (-x[1], x[0].unit)):
            on_map = self.frame.expand(match.unit)
            groups.setdefault(on_map if len(on_map) == 1 else (match.unit,), []).append((match, mass / total))
        found = [
            Candidate(unit=g[0][0].unit, probability=sum(p for _, p in g), via=g[0][0].via)
            for g in groups.values()
        ]
        kept = sorted((c for c in found if c.probability >= self.weights.keep), key=lambda c: -c.probability)
        return _complete(kept[: self.weights.most], nothing_via)

    def _unnamed(self, place: Place, context: Context) -> tuple[Candidate, ...]:
        """*Four villages in Marja*, *the city*, *all provincial capitals*: the larger place, if at all."""
        if place.within:
            return self._within(place, context, (Candidate(unit=None, probability=1.0, via="unnamed"),))
        if _of_capitals(place):
            return self._capitals(self.frame.country)
        wanted = grade(place.kind or (place.name or "").lower().removeprefix("the "))
        if place.quantifier in ("all", "most", "except") and wanted is not None:
            return (
                Candidate(unit=self.frame.country, probability=0.9, via="region"),
                Candidate(unit=None, probability=0.1, via="unnamed"),
            )
        if place.quantifier == "count" and place.of:
            return (
                Candidate(unit=self.frame.country, probability=0.5, via="count"),
                Candidate(unit=None, probability=0.5, via="unnamed"),
            )
        if place.quantifier in ("named", "count") and (place.n or 1) == 1 and wanted in ("1", "2", "place"):
            before = context.last_before(wanted, self.frame)
            if before is not None:
                return (
                    Candidate(unit=before, probability=0.5, via="context"),
                    Candidate(unit=None, probability=0.5, via="unnamed"),
                )
        return (Candidate(unit=None, probability=1.0, via="unnamed"),)

    def _within(
        self, place: Place, context: Context, otherwise: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        """The larger place, for a place in it that has no name or none we know."""
        toponym = parse(place.within or "")
        if toponym.relative:
            return self._relative(toponym, context)
        # Villages lie in a province, neighbourhoods in a town, where both have the name.
        usual = "province" if grade(place.kind) in ("2", "place") else None
        larger = self._named(toponym, place.within or "", toponym.kind or usual, None, context)
        if larger[0].unit is None:
            return larger if larger[0].via == "elsewhere" else otherwise
        if _of_capitals(place):
            return self._capitals(larger[0].unit)
        if place.name:
            factor, via = (0.8, "within")
        elif place.extent == "outskirts":
            factor, via = (0.6, "near")
        elif place.quantifier in ("all", "most"):
            factor, via = (0.9, "region")
        else:
            factor, via = (0.5, "count" if place.quantifier == "count" else "within")
        found = []
        for c in larger:
            wide = 1 if c.unit is None or via == "region" else len(self.frame.expand(c.unit))
            if c.unit is not None and (via == "count" or wide == 1):
                one = len(larger) if c.via == "set" and via != "region" else 1
                found.append(replace(c, probability=c.probability * factor / one, via=via))
        return _complete(found, otherwise[0].via)

    def _capitals(self, region: str) -> tuple[Candidate, ...]:
        """*All provincial capitals*: a set, each seat a placement of its own; of one province, its seat."""
        below = [u for u in self.frame.children(region) if self.frame.units[u].level == "1"]
        seats = [self.frame.seats[u] for u in (below or [region]) if u in self.frame.seats]
        found = tuple(
            Candidate(unit=s, probability=0.9, via="set" if len(seats) > 1 else "seat") for s in seats
        )
        return found or (Candidate(unit=None, probability=1.0, via="unnamed"),)

    def _relative(self, toponym: Toponym, context: Context) -> tuple[Candidate, ...]:
        """A place that only lies near named ones: the map units around the point, never the named place's own word."""
        anchors = [
            self._named(parse(n), n, None, None, context)[0].unit for n in (toponym.core, toponym.other) if n
        ]
        if any(a is None for a in anchors):
            return (Candidate(unit=None, probability=1.0, via="relative"),)
        shares = near(self.frame, [a for a in anchors if a], km=toponym.km, way=toponym.way)
        found = [
            Candidate(unit=u, probability=0.6 * p, via="relative")
            for u, p in shares
            if 0.6 * p >= self.weights.keep
        ]
        return _complete(found[: self.weights.most], "relative")

    def _excluded(self, place: Place, context: Context) -> tuple[str, ...]:
        """Map units that the text leaves out."""
        found: dict[str, None] = {}
        for name in place.excepted:
            meant = self._named(parse(name), name, parse(name).kind, None, context)
            for best in meant if meant[0].via == "set" else meant[:1]:
                if best.unit is not None and best.probability >= 0.5:
                    found.update(dict.fromkeys(self.frame.expand(best.unit)))
        return tuple(found)


def _of_capitals(place: Place) -> bool:
    """The place is one or several capitals without a name."""
    words = (place.kind or place.name or "").lower().split()
    return bool(words) and words[-1] in _CAPITALS


def _complete(found: Sequence[Candidate], via: str) -> tuple[Candidate, ...]:
    """With the rest of the probability on *no match*, most probable first."""
    rest = 1.0 - sum(c.probability for c in found)
    if rest > 1e-4 or not found:
        found = [*found, Candidate(unit=None, probability=max(rest, 0.0), via=via)]
    return tuple(sorted(found, key=lambda c: (-c.probability, c.unit is None)))
