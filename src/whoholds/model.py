"""The types that the stages hand to each other: the one file to read first.

A report becomes a :class:`Document`; the coder reads :class:`Claim` s in it, and :class:`Strength`, :class:`Alignment` and :class:`Stance` beside them; the resolver adds a
:class:`Placement` to each; an editor may add a :class:`Judgement`. All of them are entries of an
append-only ledger, immutable, and known by the hash of what they say. Adjudication sees
:class:`Testimony` s and answers with :class:`Posteriors`. Bad data is a :class:`Problem`.

Dates are days in the report's own offset. Three clocks never mix: *valid time* (``start``, ``end``,
``day``), *published* (``Document.published``), *recorded* (``Recorded.at``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol

from whoholds.statement import Alignment as Alignment
from whoholds.statement import Demand as Demand
from whoholds.statement import Modality as Modality
from whoholds.statement import Polarity as Polarity
from whoholds.statement import Qualifier as Qualifier
from whoholds.statement import Side as Side
from whoholds.statement import Span as Span
from whoholds.statement import Stance as Stance
from whoholds.statement import Statement as Statement
from whoholds.statement import Strength as Strength
from whoholds.statement import content_id as content_id
from whoholds.statement import iso_days as iso_days

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Relation = Literal["holds", "gains", "loses", "contests"]
Quantifier = Literal["named", "all", "most", "some", "count", "except"]
Extent = Literal["whole", "most", "part", "centre", "outskirts"]
Verdict = Literal["accept", "reject", "amend"]
State = Literal["held", "unconfirmed", "contested", "disputed", "unknown"]
Level = Literal["country", "1", "2", "3", "place"]

CONTESTED = "contested"
"""The last state of every chain; the others are actor ids."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Bad input as data: where it stands and why it was not read."""

    file: str
    reason: str
    line: int | None = None
    kind: str = "failed"
    """For counts: *failed*, *undated*, *language*, *repeat*, *encoding*, ..."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line or 1}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class Document:
    """A report as read.

    ``name`` is the report's own id (or its place in the input); ``id`` also hashes the text, so the
    same name with other text is a new version. ``published`` is the day in the report's own offset,
    ``published_at`` the ISO text as given. ``before`` precedes the text and is context only, like the
    title. ``locator`` tells where a capture of the page lies.
    """

    name: str
    text: str
    published: date | None = None
    published_at: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    language: str | None = None
    before: str = ""
    year_hint: int | None = None
    synthetic: bool = False
    locator: str | None = None
    guessed: tuple[str, ...] = ()
    """Fields above that were inferred, not stated by the report."""
    digest: str = ""
    """SHA-256 of the text; filled where the ledger hands out a report without its text."""

    @cached_property
    def id(self) -> str:
        """Content hash: the same report read twice is one document, with its text or without."""
        digest = self.digest or hashlib.sha256(self.text.encode()).hexdigest()
        return content_id(
            "document", self.name, self.outlet, self.url, self.published_at or self.published, digest
        )


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place as the text writes it (codebook, *Place*). ``excepted`` is the record's ``except``."""

    name: str | None = None
    kind: str | None = None
    within: str | None = None
    quantifier: Quantifier = "named"
    n: int | None = None
    of: int | None = None
    excepted: tuple[str, ...] = ()
    extent: Extent = "whole"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """*speaker* says, at *span*, that *actor* *relation* *place*, from *start* to *end*.

    ``document`` is a :attr:`Document.id`; ``start`` and ``end`` are ISO dates as precise as the text
    allows (``2021-08``). ``span`` holds the quote in the document's text. ``confidence`` is the coder's
    probability that the claim is there and right; it is no part of the identity.
    """

    document: str
    relation: Relation
    actor: str | None
    place: Place
    quote: str
    sentence: str
    span: Span
    against: str | None = None
    start: str | None = None
    end: str | None = None
    speaker: tuple[str, ...] = ()
    by_party: bool = False
    modality: Modality = "asserted"
    polarity: Polarity = "affirmed"
    confidence: float = 1.0

    @cached_property
    def id(self) -> str:
        """Content hash over what is said and where; a second coder that finds the same adds nothing."""
        p = self.place
        return content_id(
            "claim", self.document, *self.span, self.relation, self.polarity, self.modality, self.actor,
            self.against, p.name, p.kind, p.within, p.quantifier, p.n, p.of, "\x1f".join(p.excepted),
            p.extent, self.start, self.end, "\x1f".join(self.speaker), self.by_party,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Placement:
    """An opinion: the claim's place means this unit, with this probability.

    ``unit`` is ``None`` where nothing matched. ``excluded`` are the units that the text excepts.
    ``via`` says how the name matched (exact, folded, sound, fuzzy, seat, town, relative, ...).
    """

    claim: str
    unit: str | None
    probability: float
    gazetteer: str
    via: str = "exact"
    excluded: tuple[str, ...] = ()

    @cached_property
    def id(self) -> str:
        """Content hash."""
        return content_id(
            "placement", self.claim, self.unit, f"{self.probability:.4f}", self.gazetteer, self.via,
            "\x1f".join(self.excluded),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """An editor's word on a claim; the latest wins, and none is ever removed."""

    claim: str
    verdict: Verdict
    by: str
    reason: str
    fields: tuple[tuple[str, str], ...] = ()
    """For ``amend``: field and new value, e.g. ``("place.name", "Bazarak")``."""
    nonce: str = ""
    """Tells two equal judgements apart: an editor may change their mind twice."""

    @cached_property
    def id(self) -> str:
        """Content hash, nonce included."""
        return content_id(
            "judgement", self.claim, self.verdict, self.by, self.reason, self.fields, self.nonce
        )


@dataclass(frozen=True, kw_only=True)
class Pass:
    """The coder (``name@version``) has read this document, also where it found nothing."""

    document: str
    coder: str

    @cached_property
    def id(self) -> str:
        """Content hash."""
        return content_id("pass", self.document, self.coder)


@dataclass(frozen=True, kw_only=True)
class Copy:
    """Two documents are copies of one story; ``first`` < ``second`` as ids, whichever came first."""

    first: str
    second: str
    via: str = "text"

    @cached_property
    def id(self) -> str:
        """Content hash."""
        return content_id("copy", *sorted((self.first, self.second)))


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """The words of this document were taken down: text, title, quotes. What was claimed stays."""

    document: str
    reason: str

    @cached_property
    def id(self) -> str:
        """Content hash."""
        return content_id("erasure", self.document)


Entry = Document | Claim | Placement | Judgement | Pass | Copy | Erasure | Statement


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A line of the ledger: an entry, when we got it, and from whom."""

    seq: int
    at: datetime
    by: str
    entry: Entry


@dataclass(frozen=True, kw_only=True)
class Attested:
    """A claim with all that the ledger knows of it at one moment."""

    claim: Claim
    document: Document
    """Without its text: ``Document.text`` is empty here."""
    placements: tuple[Placement, ...]
    judgement: Judgement | None
    story: str
    """Equal for documents that are copies of one story."""
    recorded: datetime


@dataclass(frozen=True, kw_only=True)
class Said:
    """A statement with its report (without its text), the story that the report is a copy of, and an editor's word."""

    statement: Statement
    document: Document
    story: str
    recorded: datetime
    judgement: Judgement | None = None


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A district, province, country or populated place on some map, in one version of its boundary."""

    id: str
    name: str
    level: Level
    parent: str | None = None
    code: str | None = None
    names: tuple[str, ...] = ()
    seat: str | None = None
    """Id of the unit (or name of the town) that is its capital."""
    latitude: float | None = None
    longitude: float | None = None
    area_km2: float | None = None
    population: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    geometry: bytes = field(default=b"", repr=False)
    """WKB in EPSG:4326; a polygon, or a point for a place."""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A known name in a text: ``kind`` is *place* or *actor*, ``id`` a unit's or an actor's."""

    span: Span
    kind: Literal["place", "actor"]
    id: str


class Names(Protocol):
    """Known names of a project, as the coder and the resolver see them."""

    def mentions(self, text: str) -> Sequence[Mention]:
        """Known places and actors in the text, leftmost longest, by position."""
        ...


Symbol = Literal["holds", "denies", "contests"]


@dataclass(frozen=True, kw_only=True)
class Testimony:
    """One claim about one map unit, as adjudication sees it.

    ``symbol`` and ``actor`` say what is said: *actor holds*, *actor does not hold*, or *contested*
    (``actor`` then attacks; empty where nobody says who). A taking is *holds* from its day on; a loss is *denies*. ``weight`` in
    (0, 1] is the part of a full claim that this one is worth before sources are weighed: confidence,
    placement, extent. ``scope`` is *unit* where the text names the unit or a place in it, *region*
    where it names what contains it; ``others`` tells how many units the region has.
    """

    claim: str
    unit: str
    symbol: Symbol
    actor: str
    day: date
    published: date
    source: str
    """Who vouches: the last speaker, else the outlet; the unit of reliability."""
    outlet: str
    story: str
    """Copies of one story share it."""
    side: str | None = None
    """The party that the source speaks for."""
    modality: Modality = "asserted"
    scope: Literal["unit", "region"] = "unit"
    quantifier: Quantifier = "named"
    others: int = 1
    weight: float = 1.0
    until: date | None = None
    onset: bool = False
    """True for an event (*gains*, *loses*): before ``day`` it says nothing of this actor."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Posteriors:
    """Probability of each state, per unit and day. ``p`` has shape (units, days, states)."""

    units: tuple[str, ...]
    first: date
    states: tuple[str, ...]
    """Actor ids, then :data:`CONTESTED`."""
    p: npt.NDArray[np.float32]
    known: date
    parameters: Mapping[str, object] = field(default_factory=dict)
    """What the evidence was weighed with: versioned, part of an edition's key."""
    on_the_day: bool = False
    """True where each day is seen with what was published by its end, not with all known since."""


STATES: tuple[State, ...] = ("held", "unconfirmed", "contested", "disputed", "unknown")


@dataclass(frozen=True, kw_only=True, eq=False)
class States:
    """What a map says of each unit and day; every array has shape (units, days).

    ``state`` indexes :data:`STATES`; ``holder`` indexes the posterior's states, -1 unless *held* or
    *unconfirmed*. ``claims`` and ``outlets`` count what bears on the day, copies once;
    ``newest_evidence`` is the ordinal (``date.toordinal``) of the newest published date among them, 0
    for none.
    """

    units: tuple[str, ...]
    first: date
    state: npt.NDArray[np.int8]
    holder: npt.NDArray[np.int16]
    newest_evidence: npt.NDArray[np.int32]
    claims: npt.NDArray[np.int32]
    outlets: npt.NDArray[np.int32]


@dataclass(frozen=True, kw_only=True)
class Influence:
    """How far one claim (or story, or source: ``claim`` then names it) moves ``state`` on a day.

    ``delta`` is logit(p with it) - logit(p without it); ``without`` is the map's answer without it.
    """

    claim: str
    state: str
    delta: float
    without: tuple[str, float]
