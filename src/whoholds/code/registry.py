"""The project's actors: which party a phrase means, what else it is called, and who speaks for it."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path

from whoholds.code.lexicon import english
from whoholds.code.listed import Actor, read_actors
from whoholds.code.offices import in_state_office, other_authority
from whoholds.errors import ConfigError
from whoholds.model import Mention

GOVERNMENT = "government"
"""Id of the government of the country in question, where the project gives it no other."""

_INTRODUCED = re.compile(
    r"((?:[A-Z][\w'’-]+|of|for|the|and|al-\w+)(?: (?:[A-Z][\w'’-]+|of|for|the|and|al-\w+))+) \(([A-Z][A-Za-z-]{1,8})\)"
)


class Actors:
    """Known parties, and what the phrases of a text make of them. It never changes: :meth:`knowing` makes another.

    ``home`` is the country in question (ISO 3166 alpha-3, or its English name): "Afghan army" and
    "government forces" are then one party. Raises ``ConfigError`` for an id that is malformed or used
    twice, and for a name that two actors share.
    """

    def __init__(self, actors: Iterable[Actor] = (), home: str | None = None) -> None:
        self.actors: tuple[Actor, ...] = tuple(actors)
        self.home = _nation(home)
        self._short: Mapping[str, str] = {}
        self._is_place: Callable[[str], bool] | None = None
        self._check()

    @classmethod
    def from_toml(cls, path: Path | str, home: str | None = None) -> Actors:
        """Read the ``[[actor]]`` tables of a file."""
        return cls(read_actors(path), home)

    def knowing(self, names: Iterable[str], is_place: Callable[[str], bool] | None = None) -> Actors:
        """These actors, with the abbreviations that the names bring with them: "Rapid Support Forces (RSF)".

        The answer does not depend on the order: of two names for one abbreviation the first by letters counts.
        ``is_place`` tells a place from a party in "the Kandahar governor" and "the Houthi governor".
        """
        short: dict[str, str] = {}
        for text in names:
            for abbreviation, name in _introduced(text).items():
                short[abbreviation] = min(name, short.get(abbreviation, name))
        other = copy.copy(self)
        other._short, other._is_place = short, is_place
        return other

    def _check(self) -> None:
        owners: dict[tuple[str, ...], str] = {}
        for actor in self.actors:
            if sum(a.id == actor.id for a in self.actors) > 1:
                raise ConfigError(f"actor id {actor.id!r} is used twice: give each actor its own")
            former = (old.replace("_", " ") for old in actor.formerly)
            for name in (actor.name, *actor.aliases, *former):
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

    def listed(self, actor: str) -> Actor | None:
        """The actor with this id, where the project lists it."""
        return self._by_id.get(actor)

    def resolve(self, text: str) -> str:
        """Return the id of the party that a phrase means, or a new slug.

        Names and aliases first, longest first; then national adjectives ("Russian forces" is
        ``russia``) and words for the state ("army", "troops": the government).
        """
        full = self._spelt_out(text)
        known = self._known(full) or (self._known(text) if full != text else None)
        if known is not None:
            return known
        return self._state(full) or slug(full)

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
        rest = [w for w in fold(" ".join(words)) if w not in _nation_words()]
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

    def nation_name(self, actor: str) -> str | None:
        """Name of the country whose id this is, where it is one."""
        return next((name for name, nation in english().countries.items() if nation == actor), None)

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
        """Return the id of the party that the innermost speaker belongs to, where it can be told.

        Who holds an office of the state speaks for it, unless the words give the office to another authority: "the
        interior minister of the rival government", "the Taliban-appointed governor".
        """
        if not speaker:
            return None
        known = self._known(speaker[-1])
        if known is not None or not by_party:
            return known
        other = other_authority(speaker[-1], self._is_place)
        if other is not None:
            return self.resolve(other)
        return self._state(_role_only(speaker[-1])) or self._office(speaker[-1])

    def _office(self, speaker: str) -> str | None:
        """Id of the state whose office a speaker holds: "member of the provincial council", "the governor"."""
        if not in_state_office(fold(speaker)):
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
    return fold(" ".join(w for w in re.split(r"[\s-]+", name) if not _says_what(w)))


def _says_what(word: str) -> bool:
    return word.lower() in english().words.party_words and word[:1].islower()


def called(name: str) -> str:
    """What to call a party that nobody lists: its name as written, without what only says what it is.

    >>> called("Harran Brigade fighters"), called("local militias")
    ('Harran Brigade', 'local militias')
    """
    kept = " ".join(w for w in name.split() if not _says_what(w)).strip(" -")
    return kept if any(word[:1].isupper() for word in kept.split()) else name


def slug(name: str) -> str:
    """An id for a party that nobody lists: its name without the words that only say what it is, "rsf" for RSF fighters.

    A phrase without a name keeps all its words: "former leader of the north" is nobody called "former north".
    """
    kept = _core(name) if any(word[:1].isupper() for word in name.split()) else ()
    return "_".join(kept) or "_".join(fold(name)) or "unnamed"


def _introduced(text: str) -> Mapping[str, str]:
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
