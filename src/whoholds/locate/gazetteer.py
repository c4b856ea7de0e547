"""Names to places: every spelling of a country's units, looked up singly or found in running text.

A lookup tries the strictest key first (as written, alias, folded, by sound, by consonants, fuzzy) and
says which one matched. The scan is one Aho-Corasick pass over folded words; names of actors and of
newspapers are in the same automaton, so that *Taliban* and *Washington Post* hide the towns in them.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from whoholds.errors import ConfigError
from whoholds.model import Mention, Problem

from . import countries, layers
from .spelling import ARTICLES, fold, plain, skeleton, sound
from .toponym import FACILITIES, GRADES
from .units import Frame

_WORD = re.compile(r"[^\W_]+(?:['’‘`ʻʼʿʾ´](?!s\b)[^\W_]+)*['’‘ʼʿ]?")
_BREAK = re.compile(r"[^\s\-‐‑'’‘ʿʼ`\"]")
_PERSON = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "president",
        "general",
        "gen",
        "mullah",
        "haji",
        "commander",
        "col",
        "colonel",
        "sheikh",
        "sheik",
        "maj",
        "maulvi",
        "mawlawi",
        "minister",
        "professor",
        "capt",
        "captain",
        "lt",
        "sgt",
        "king",
        "prince",
        "mufti",
        "imam",
    ]
)
_LEADS_TO_PLACE = frozenset(
    [
        "in",
        "near",
        "of",
        "at",
        "into",
        "from",
        "around",
        "outside",
        "inside",
        "to",
        "entered",
        "captured",
        "seized",
        "towards",
        "toward",
        "retook",
        "recaptured",
        "held",
    ]
)
_TYPE_WORDS = frozenset(GRADES) | FACILITIES
FUZZY = 80.0
MARGIN = 4.0


@dataclass(frozen=True, kw_only=True)
class Match:
    """A unit that a name may mean; ``via`` is the key that matched, ``score`` its likeness, 0 to 100."""

    unit: str
    via: str
    score: float = 100.0


class Gazetteer:
    """The names of one frame.

    ``masks`` are names that are no places (actors, outlets); ``aliases`` add spellings: pairs (name, unit
    id), from a project's ``aliases.csv`` (see :func:`read_aliases`). Implements :class:`whoholds.model.Names`
    for places.
    """

    def __init__(
        self, frame: Frame, *, masks: Iterable[str] = (), aliases: Iterable[tuple[str, str]] = ()
    ) -> None:
        self.frame = frame
        self._masks = tuple(masks)
        self._inside_of: dict[tuple[str, ...], frozenset[str]] = {}
        self._aliases = (*_curated(frame), *aliases)
        for name, unit in self._aliases:
            if unit not in frame.units:
                raise ConfigError(f"alias {name!r}: no unit {unit!r} in {frame.version}")

    @cached_property
    def _plain(self) -> Mapping[str, tuple[str, ...]]:
        return _index(self._names(), plain)

    @cached_property
    def _folded(self) -> Mapping[str, tuple[str, ...]]:
        return _index(self._names(), fold)

    @cached_property
    def _sounds(self) -> Mapping[str, tuple[str, ...]]:
        return _index(self._names(), sound)

    @cached_property
    def _bones(self) -> Mapping[str, tuple[str, ...]]:
        return _index(self._names(), lambda n: skeleton(n) if len(skeleton(n)) > 2 else "")

    @cached_property
    def _by_alias(self) -> Mapping[str, tuple[str, ...]]:
        return _index(self._aliases, fold)

    def _names(self) -> Iterator[tuple[str, str]]:
        for unit in self.frame.units.values():
            yield unit.name, unit.id
            for name in unit.names:
                yield name, unit.id
        yield from self._aliases

    def lookup(self, name: str, *, scope: Sequence[str] = (), fuzzy: bool = True) -> tuple[Match, ...]:
        """Units that ``name`` may mean, each with the strictest key that finds it.

        ``scope`` are units that the place should lie in, where the text names its parent. Parts of names and
        likeness (unless ``fuzzy`` is off) are tried only where no key finds anything (in the scope).
        """
        found: tuple[Match, ...] = ()
        for via, index, key in (
            ("alias", self._by_alias, fold(name)), ("exact", self._plain, plain(name)),
            ("folded", self._folded, fold(name)), ("sound", self._sounds, sound(name)),
        ):  # fmt: skip
            found = _merge(found, tuple(Match(unit=u, via=via) for u in index.get(key, ())))
        if not fuzzy or any(self.inside(m.unit, scope) for m in found):
            return found
        if scope:
            units = [u for u in self.frame.units if self.inside(u, scope)]
            return _merge(self._part(name, units) or self._fuzzy(name, units), found)
        return found or self._fuzzy(name, None)

    def inside(self, unit: str, scope: Sequence[str]) -> bool:
        """True where the unit lies in one of ``scope``, or shares a map unit with it, or there is no scope."""
        return not scope or unit in self._members(tuple(scope))

    def _members(self, scope: tuple[str, ...]) -> frozenset[str]:
        """All units inside a scope, kept: the same few parents are asked for again and again."""
        if scope not in self._inside_of:
            frame = self.frame
            on_map = {m for s in scope for m in frame.expand(s)}
            self._inside_of[scope] = frozenset(
                u
                for u in frame.units
                if u in scope
                or not on_map.isdisjoint(frame.expand(u))
                or not set(scope).isdisjoint(frame.ancestors(u))
            )
        return self._inside_of[scope]

    def _part(self, name: str, units: Sequence[str]) -> tuple[Match, ...]:
        """The one map unit among ``units`` that has the name as a word of its own (*Chak* of *Chak-e-Wardak*)."""
        key = sound(name)
        found = [
            u for u in units
            if self.frame.units[u].level != "place"
            and any(sound(word) == key for word in plain(self.frame.units[u].name).split() if len(word) > 3)
        ]  # fmt: skip
        return (Match(unit=found[0], via="part"),) if len(found) == 1 else ()

    def _fuzzy(self, name: str, units: Sequence[str] | None) -> tuple[Match, ...]:
        """The nearest names among ``units`` (``None``: all): by consonants, else by edit distance.

        Names less like it than the best by more than :data:`MARGIN` points are left out.
        """
        from rapidfuzz import fuzz, process

        known: Mapping[str, Sequence[str]] = self._sounds
        bones: Sequence[str] = self._bones.get(skeleton(name), ())
        if units is not None:
            allowed = set(units)
            bones = [u for u in bones if u in allowed]
            known = {k: inside for k, us in known.items() if (inside := [u for u in us if u in allowed])}
        if bones:
            return tuple(Match(unit=u, via="consonants", score=90.0) for u in bones)
        key = sound(name)
        if len(key) < 4:
            return ()
        hits = process.extract(key, list(known), scorer=fuzz.ratio, score_cutoff=FUZZY, limit=5)
        best = hits[0][1] if hits else 0.0
        return tuple(
            Match(unit=u, via="fuzzy", score=h[1]) for h in hits if h[1] > best - MARGIN for u in known[h[0]]
        )

    def mentions(self, text: str) -> Sequence[Mention]:
        """Known places in the text, leftmost longest: the unit most likely meant without any context."""
        return [m for m in self.scan(text) if m.kind == "place"]

    def scan(self, text: str) -> list[Mention]:
        """Places and masked names (kind *actor*) in the text, leftmost longest, by position."""
        words = _words(text)
        hits: list[tuple[int, int, int, str | None]] = []
        for end, (length, unit) in self._automaton.iter(words.line):
            first = words.at[end - length + 1]
            last = words.at[end - 1 if words.line[end] == " " else end]
            hits.append((first, -(last - first), 0 if unit is None else 1, unit))
        found: list[Mention] = []
        free = 0
        for first, minus, _, unit in sorted(hits, key=lambda h: h[:3]):
            if first < free:
                continue
            last = first - minus
            span = (words.spans[first][0], words.spans[last][1])
            if unit is not None and not _credible(text, words, first, last):
                continue
            free = last + 1
            found.append(
                Mention(span=span, kind="place" if unit else "actor", id=unit or text[span[0] : span[1]])
            )
        return found

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick

        automaton = ahocorasick.Automaton()
        patterns: dict[str, str | None] = {}
        for name, units in self._plain.items():
            unit = self._usual(units)
            for variant in _variants(name):
                patterns.setdefault(variant, unit)
        for name in (*self._masks, *_lines("masks.txt")):
            patterns[plain(name)] = None
        for pattern, target in patterns.items():
            if len(pattern) > 1:
                automaton.add_word(f" {pattern} ", (len(pattern) + 2, target))
        automaton.make_automaton()
        return automaton

    def _usual(self, units: Sequence[str]) -> str:
        """The unit a bare name most often means: the largest town, then the coarser unit."""

        def weight(unit: str) -> tuple[int, int, str]:
            u = self.frame.units[unit]
            rank = {"country": 4, "place": 1, "2": 2, "1": 3}.get(u.level, 0)
            return (
                rank if u.level != "place" or (u.population or 0) < 20_000 else 3,
                u.population or 0,
                unit,
            )

        return max(units, key=weight)


@dataclass(frozen=True, kw_only=True)
class _Words:
    line: str
    """Folded words with single spaces, one before and one after; ``|`` at punctuation."""
    at: Sequence[int]
    """Position in ``line`` -> index of the word that stands there (the next one, for a space)."""
    spans: Sequence[tuple[int, int]]
    folded: Sequence[str]


@lru_cache(maxsize=100_000)
def _word(word: str) -> str:
    return plain(word).replace(" ", "")


@lru_cache(maxsize=8)
def _words(text: str) -> _Words:
    parts: list[str] = [" "]
    at: list[int] = [0]
    spans: list[tuple[int, int]] = []
    folded: list[str] = []
    previous = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = _word(match.group())
        if not word:
            continue
        index = len(spans)
        if spans and _BREAK.search(text, previous, start):
            parts.append("| ")
            at.extend((index, index))
        at[-1] = index
        parts.append(word + " ")
        at.extend([index] * (len(word) + 1))
        spans.append((start, end if text[end - 1].isalnum() else end - 1))
        folded.append(word)
        previous = end
    return _Words(line="".join(parts), at=at, spans=spans, folded=folded)


def _credible(text: str, words: _Words, first: int, last: int) -> bool:
    """False for a word that is written small, an ordinary word, or the name of a person."""
    start, end = words.spans[first][0], words.spans[last][1]
    written = text[start:end]
    if written.islower() and written.isascii():
        return False
    before = words.folded[first - 1] if first else ""
    after = words.folded[last + 1] if last + 1 < len(words.folded) else ""
    if before in _PERSON:
        return False
    if first == last and words.folded[first] in _ordinary():
        return before in _LEADS_TO_PLACE or after in _TYPE_WORDS
    return True


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    return frozenset(_lines("ordinary.txt"))


def is_ordinary(name: str) -> bool:
    """True for an ordinary English word (*March*, *Hit*), that is a place only where the text says so."""
    return plain(name) in _ordinary()


def _lines(name: str) -> list[str]:
    path = layers.DATA / name
    if not path.exists():
        return []
    return [x for line in path.read_text(encoding="utf-8").splitlines() if (x := line.split("#")[0].strip())]


def _variants(name: str) -> Iterator[str]:
    yield name
    words = name.split()
    bare = [w for w in words if w not in ARTICLES]
    if bare and bare != words and len("".join(bare)) > 3:
        yield " ".join(bare)


def _index(names: Iterable[tuple[str, str]], key: Any) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, unit in names:
        k = key(name)
        if k:
            found[k][unit] = None
    return {k: tuple(units) for k, units in found.items()}


def _merge(first: Sequence[Match], second: Sequence[Match]) -> tuple[Match, ...]:
    known = {m.unit for m in first}
    return (*first, *(m for m in second if m.unit not in known))


def _curated(frame: Frame) -> Iterator[tuple[str, str]]:
    """Aliases that we ship for the country, as far as this frame has their units."""
    for row in layers.table(f"aliases/{frame.country}.csv"):
        if row["unit"] in frame.units:
            yield row["alias"], row["unit"]
    for name, iso3 in countries.names().items():
        if iso3 == frame.country and len(name) > 3:
            yield name, iso3


def read_aliases(path: Path, frame: Frame) -> tuple[list[tuple[str, str]], list[Problem]]:
    """An editor's ``aliases.csv`` (columns ``alias,unit``; unit is an id or *Name, Parent*)."""
    aliases: list[tuple[str, str]] = []
    problems: list[Problem] = []
    try:
        reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text; save the table as CSV in UTF-8") from error
    if reader.fieldnames is None or not {"alias", "unit"} <= set(reader.fieldnames):
        raise ConfigError(f"{path}: needs the columns alias,unit")
    for row in reader:
        alias, unit = (row["alias"] or "").strip(), (row["unit"] or "").strip()
        if not alias or not unit:
            continue
        found = frame.find(unit)
        if len(found) == 1:
            aliases.append((alias, found[0]))
        else:
            reason = f"alias {alias!r}: {'no unit' if not found else 'several units'} {unit!r}"
            reason += f": {', '.join(found)}" if found else ""
            problems.append(Problem(file=str(path), line=reader.line_num, reason=reason))
    return aliases, problems
