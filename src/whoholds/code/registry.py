"""The project's actors: which party a phrase means, what else it is called, and who speaks for it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from whoholds.code.lexicon import english
from whoholds.errors import ConfigError
from whoholds.model import Document, Mention

GOVERNMENT = "government"
"""Id of the government of the country in question, where the project gives it no other."""

_ID = re.compile(r"[a-z0-9_]+")
_KEYS = frozenset({"id", "name", "aliases", "side", "outlets", "kind", "parents", "sides", "formerly"})
KINDS = ("state", "armed group", "party", "person", "organisation")
"""What an actor is. A person is one only in public office or at the head of an armed group."""
_OFFICES = frozenset(
    {
        "council",
        "councillor",
        "councillors",
        "governor",
        "governors",
        "mayor",
        "mayors",
        "official",
        "officials",
    }
    | {
        "parliament",
        "lawmaker",
        "lawmakers",
        "senator",
        "senators",
        "administration",
        "administrator",
        "prefect",
    }
    | {"chairman", "police", "intelligence", "presidency", "minister"}
)
"""Words of offices that a state gives; who holds one speaks for it, and admits what it loses."""
_INTRODUCED = re.compile(
    r"((?:[A-Z][\w'’-]+|of|for|the|and|al-\w+)(?: (?:[A-Z][\w'’-]+|of|for|the|and|al-\w+))+) \(([A-Z][A-Za-z-]{1,8})\)"
)


@dataclass(frozen=True, kw_only=True)
class Period:
    """A side, and the days from and to which an actor stood on it; ``None`` is open."""

    side: str
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A party that may hold a place. ``side`` groups allies; ``outlets`` are its own organs.

    ``parents`` are what it is part of; ``sides`` say with whom it stood when; ``formerly`` are ids that were merged
    into it. The ledger keeps names as written, so a merge or a split of entries here loses nothing.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    side: str | None = None
    outlets: tuple[str, ...] = ()
    kind: str | None = None
    parents: tuple[str, ...] = ()
    sides: tuple[Period, ...] = ()
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An actor that the text names and the project does not list."""

    id: str
    name: str
    count: int


class Actors:
    """Known parties, and what the phrases of a text make of them.

    ``home`` is the country in question (ISO 3166 alpha-3, or its English name): "Afghan army" and
    "government forces" are then one party. Raises ``ConfigError`` for an id that is malformed or used
    twice, and for a name that two actors share.
    """

    def __init__(self, actors: Iterable[Actor] = (), home: str | None = None) -> None:
        self.actors: tuple[Actor, ...] = tuple(actors)
        self.home = _nation(home)
        self._short: dict[str, str] = {}
        self._proposed: Counter[tuple[str, str]] = Counter()
        self._check()

    @classmethod
    def from_toml(cls, path: Path | str, home: str | None = None) -> Actors:
        """Read the ``[[actor]]`` tables of a file."""
        try:
            raw = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(f"{path}: cannot be read as TOML: {error}") from error
        return cls([_actor(path, n, table) for n, table in enumerate(raw.get("actor", []), 1)], home)

    def _check(self) -> None:
        owners: dict[tuple[str, ...], str] = {}
        for actor in self.actors:
            if not _ID.fullmatch(actor.id):
                raise ConfigError(f"actor id {actor.id!r}: use only a-z, 0-9 and _")
            if sum(a.id == actor.id for a in self.actors) > 1:
                raise ConfigError(f"actor id {actor.id!r} is used twice: give each actor its own")
            for name in (actor.name, *actor.aliases):
                other = owners.setdefault(fold(name), actor.id)
                if other != actor.id:
                    raise ConfigError(
                        f"{name!r} names both {other!r} and {actor.id!r}: keep it with one of them"
                    )

    @cached_property
    def _names(self) -> dict[tuple[str, ...], str]:
        names: dict[tuple[str, ...], str] = {}
        for actor in self.actors:
            old = (former.replace("_", " ") for former in actor.formerly)
            for name in (actor.name, *actor.aliases, actor.id.replace("_", " "), *old):
                names.setdefault(fold(name), actor.id)
                names.setdefault(_core(name), actor.id)
        names.pop((), None)
        return names

    @cached_property
    def _by_id(self) -> Mapping[str, Actor]:
        return {a.id: a for a in self.actors}

    def resolve(self, text: str, document: Document | None = None) -> str:
        """Return the id of the party that a phrase means, or a new slug, which is then proposed.

        Names and aliases first, longest first; then national adjectives ("Russian forces" is
        ``russia``) and words for the state ("army", "troops": the government). ``document`` lends
        the abbreviations that it introduces.
        """
        full = self._spelt_out(_expanded(text, document))
        known = self._known(full) or (self._known(text) if full != text else None)
        if known is not None:
            return known
        state = self._state(full)
        if state is not None:
            return state
        slug = "_".join(_core(full)) or "_".join(fold(full)) or "unnamed"
        self._proposed[slug, full] += 1
        return slug

    def learn(self, texts: Iterable[str]) -> None:
        """Remember the abbreviations that names bring with them, "Rapid Support Forces (RSF)", for all reports.

        The answer does not depend on the order: of two names for one abbreviation the first by letters counts.
        """
        for text in texts:
            for short, name in _introduced(text, text).items():
                self._short[short] = min(name, self._short.get(short, name))

    def _spelt_out(self, text: str) -> str:
        """The phrase with a learnt abbreviation in full, and without one in brackets."""
        bare = re.sub(r" ?\([A-Z][A-Za-z-]{1,8}\)", "", text).strip() or text
        return " ".join(self._short.get(word, word) for word in bare.split())

    def _known(self, text: str) -> str | None:
        """Id of the actor that has the phrase as a name, or whose name stands in it as whole words."""
        for words in (fold(text), _core(text)):
            if words in self._names:
                return self._names[words]
        words = fold(text)
        for size in range(len(words), 0, -1):
            for start in range(len(words) - size + 1):
                part = words[start : start + size]
                if part in self._names and not set(part) <= english().words.party_words:
                    return self._names[part]
        return None

    def _state(self, text: str) -> str | None:
        """Id of the state that "Russian forces", "the government" or "troops" mean."""
        nations = english().adjectives
        words = text.replace("’", "'").replace("'s", "").split()
        nation = english().countries.get(text.strip()) or next(
            (
                nations.get(w) or english().countries.get(w)
                for w in words
                if w in nations or w in english().countries
            ),
            None,
        )
        rest = [w for w in fold(text) if w not in _nation_words()]
        if any(w not in english().words.state_words for w in rest):
            return None
        if nation is None:
            return self.government if rest else None
        if nation == self.home:
            return self.government
        return self._names.get(fold(nation.replace("_", " ")), nation)

    @cached_property
    def government(self) -> str:
        """Id of the government of the country in question."""
        people = [n for n, nation in english().adjectives.items() if nation == self.home]
        for name in (
            "government",
            "army",
            *(f"{p} {w}" for p in people for w in ("government", "army", "forces")),
        ):
            if fold(name) in self._names:
                return self._names[fold(name)]
        return GOVERNMENT

    def side(self, actor: str, on: str | None = None) -> str:
        """Return the side that an actor stands on (on an ISO day): its period's, its ``side``, else itself."""
        known = self._by_id.get(actor)
        if known is not None and on is not None:
            for period in known.sides:
                if (period.first or "") <= on and (period.last is None or on <= period.last):
                    return period.side
        return known.side if known is not None and known.side else actor

    def side_of_outlet(self, outlet: str | None) -> str | None:
        """Return the id of the party whose own organ the outlet is."""
        if not outlet:
            return None
        return next((a.id for a in self.actors if fold(outlet) in map(fold, a.outlets)), None)

    def side_of_speaker(self, speaker: Sequence[str], by_party: bool = True) -> str | None:
        """Return the id of the party that the innermost speaker belongs to, where it can be told."""
        if not speaker:
            return None
        known = self._known(speaker[-1])
        if known is not None or not by_party:
            return known
        return self._state(_role_only(speaker[-1])) or self._office(speaker[-1])

    def _office(self, speaker: str) -> str | None:
        """Id of the state whose office a speaker holds: "member of the provincial council", "the governor"."""
        if not set(fold(speaker)) & _OFFICES:
            return None
        nations = {english().adjectives[w] for w in re.findall(r"\w+", speaker) if w in english().adjectives}
        foreign = sorted(nations - {self.home})
        return foreign[0] if foreign else self.government

    def mentions(self, text: str) -> Sequence[Mention]:
        """Names of known actors in a text, leftmost longest, by position."""
        if self._pattern is None:
            return ()
        return [
            Mention(span=m.span(), kind="actor", id=self._names[fold(m.group())])
            for m in self._pattern.finditer(text)
        ]

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        names = {n for a in self.actors for n in (a.name, *a.aliases)}
        if not names:
            return None
        ordered = sorted(names, key=lambda n: (-len(n), n))
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Parties met so far that the project does not list, most frequent first."""
        totals: Counter[str] = Counter()
        names: dict[str, str] = {}
        for (slug, name), count in sorted(self._proposed.items(), key=lambda item: (-item[1], item[0])):
            totals[slug] += count
            names.setdefault(slug, name)
        ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Proposal(id=slug, name=names[slug], count=count) for slug, count in ranked)


def _actor(path: Path | str, number: int, table: Mapping[str, Any]) -> Actor:
    where = f"{path}: [[actor]] number {number}"
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise ConfigError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    for key in ("id", "name"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise ConfigError(f"{where}: needs {key!r}, a text")
    if table.get("kind") not in (None, *KINDS):
        raise ConfigError(f"{where}: kind {table['kind']!r} is none of {', '.join(KINDS)}")
    for key in ("aliases", "outlets", "parents", "formerly"):
        values = table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise ConfigError(f"{where}: {key!r} must be a list of texts")
    return Actor(
        id=table["id"], name=table["name"], aliases=tuple(table.get("aliases", ())), side=table.get("side"),
        outlets=tuple(table.get("outlets", ())), kind=table.get("kind"), parents=tuple(table.get("parents", ())),
        sides=tuple(_period(where, period) for period in table.get("sides", ())),
        formerly=tuple(table.get("formerly", ())),
    )  # fmt: skip


def _period(where: str, table: object) -> Period:
    if (
        not isinstance(table, dict)
        or not isinstance(table.get("side"), str)
        or set(table) - {"side", "from", "to"}
    ):
        raise ConfigError(
            f"{where}: each of 'sides' is a table with 'side' and, where known, 'from' and 'to'"
        )
    first, last = (str(table[key]) if key in table else None for key in ("from", "to"))
    return Period(side=table["side"], first=first, last=last)


def _nation(home: str | None) -> str | None:
    if not home:
        return None
    return english().codes.get(home.upper()) or english().countries.get(home)


@cache
def _nation_words() -> frozenset[str]:
    known = english()
    return frozenset(w for name in (*known.adjectives, *known.countries) for w in fold(name))


@lru_cache(maxsize=65536)
def fold(name: str) -> tuple[str, ...]:
    """Lower-case words without accents, punctuation and articles.

    >>> fold("the People's Liberation-Army")
    ('peoples', 'liberation', 'army')
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’]", "", text)).split()
    return tuple(w for w in words if w not in {"the", "a", "an", "of", "and"})


def _core(name: str) -> tuple[str, ...]:
    """Folded words without those that only say what a party is; capitalised ones belong to the name."""
    generic = english().words.party_words
    kept = [w for w in re.split(r"[\s-]+", name) if not (w.lower() in generic and w[:1].islower())]
    return fold(" ".join(kept))


def _expanded(text: str, document: Document | None) -> str:
    return text if document is None else _introduced(document.id, document.text).get(text.strip(), text)


@lru_cache(maxsize=64)
def _introduced(key: str, text: str) -> Mapping[str, str]:
    """Abbreviations that a text introduces: "Rapid Support Forces (RSF)"."""
    found: dict[str, str] = {}
    for match in _INTRODUCED.finditer(text):
        words, short = match[1].split(), match[2]
        letters = [c for c in short.upper() if c.isalpha()]
        for start in range(len(words)):
            initials = [w[0].upper() for w in words[start:] if w[0].isupper()]
            if initials == letters and words[start][0].isupper():
                found.setdefault(short, " ".join(words[start:]))
                break
    return found


def _role_only(speaker: str) -> str:
    """Speaker's words without a person's name: capitalised words that are no nation and no kind."""
    known = english()
    return " ".join(
        w for w in speaker.split()
        if not w[:1].isupper() or w in known.adjectives or w in known.countries or w.lower() in known.words.state_words
    )  # fmt: skip
