"""The lexicon: trigger classes and word lists, read from ``lexicon/en.toml`` and ``lexicon/nations.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, get_args

from whoholds.code.anyof import any_of
from whoholds.errors import LexiconError
from whoholds.model import Extent, Relation

ROLES = frozenset(
    {
        "object",
        "subject",
        "dative",
        "poss",
        "mod",
        "held",
        "self",
        "of",
        "over",
        "in",
        "to",
        "from",
        "into",
        "for",
        "on",
        "at",
    }
    | {
        "near",
        "around",
        "inside",
        "outside",
        "against",
        "towards",
        "with",
        "by",
        "between",
        "along",
        "through",
        "under",
    }
    | {"out of", "into hands", "under control"}
)


@dataclass(frozen=True, kw_only=True)
class TriggerClass:
    """One meaning: the words that carry it, and the roles in which its arguments stand."""

    name: str
    relation: Relation
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    noun_place: tuple[str, ...] = ()
    noun_actor: tuple[str, ...] = ()
    noun_against: tuple[str, ...] = ()
    needs_actor: bool = False
    extent: Extent | None = None
    example: Mapping[str, str] = field(default_factory=dict)
    counter: str = ""


@dataclass(frozen=True, kw_only=True)
class Words:
    """Closed word lists, lower-case."""

    place_kinds: frozenset[str]
    part: frozenset[str]
    most: frozenset[str]
    centre: frozenset[str]
    outskirts: frozenset[str]
    near: frozenset[str]
    actor_kinds: frozenset[str]
    months: frozenset[str]
    days: frozenset[str]
    particles: frozenset[str]
    actor_heads: frozenset[str]
    compass: frozenset[str]
    compass_nouns: frozenset[str]
    apposed: frozenset[str]
    some: frozenset[str]
    bare_actors: frozenset[str]
    party_words: frozenset[str]
    state_words: frozenset[str]
    showing: frozenset[str]
    telling: frozenset[str]
    warlike: frozenset[str]
    families: tuple[frozenset[str], ...]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Everything the coder knows about English words."""

    classes: tuple[TriggerClass, ...]
    words: Words
    countries: Mapping[str, str]
    """Country name -> nation id."""
    adjectives: Mapping[str, str]
    """Adjective or people word ("Syrian", "Kurds") -> nation id."""
    codes: Mapping[str, str]
    """ISO 3166 alpha-3 code -> nation id."""

    @cached_property
    def gate(self) -> re.Pattern[str]:
        """Matches every sentence in which some class could find a trigger, and those that may tell of a holder without one."""
        stems = set(self.words.telling)
        for c in self.classes:
            for verb in c.verbs:
                stems.update(forms(verb.split()[0]) if verb.split()[0] not in _LIGHT else {verb.split()[-1]})
            stems.update(f for n in c.nouns for f in (n, *forms(n)))
            stems.update(c.adjectives)
        return re.compile(rf"\b{any_of(stems)}\b|{_ENTRY}", re.I)

    @cached_property
    def subject(self) -> re.Pattern[str]:
        """Matches every report that may be about a war."""
        return re.compile(rf"\b{any_of(self.words.warlike)}\b", re.I)


_ENTRY = r"^[^:.?!]{2,90}:\s"
"""Line of a list: "Gao and Kidal: the movement"."""
_LIGHT = frozenset({"be", "have", "remain", "stay", "keep", "come", "go", "live", "return", "pass"})
_IRREGULAR = {
    "take": "took taken taking", "retake": "retook retaken retaking", "overrun": "overran overrunning", "win": "won winning",
    "hold": "held holding", "fall": "fell fallen falling", "lose": "lost losing", "drive": "drove driven driving",
    "withdraw": "withdrew withdrawn withdrawing", "flee": "fled fleeing", "leave": "left leaving", "give": "gave given giving",
    "fight": "fought fighting", "beat": "beat beaten beating", "cut": "cut cutting", "lay": "laid laying", "cede": "ceded ceding",
    "regain": "regained regaining", "yield": "yielded yielding", "grab": "grabbed grabbing", "rout": "routed routing",
    "repel": "repelled repelling", "enemy": "enemies", "overlook": "overlooked overlooking",
}  # fmt: skip


def forms(lemma: str) -> set[str]:
    """Surface forms of a lemma, generously: a gate may let too much through, never too little."""
    if lemma in _IRREGULAR:
        return {lemma, *_IRREGULAR[lemma].split(), lemma + "s"}
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    y = {lemma[:-1] + "ies", lemma[:-1] + "ied"} if lemma.endswith("y") else set()
    return {
        lemma,
        lemma + "s",
        lemma + "es",
        stem + "ed",
        stem + "ing",
        lemma + lemma[-1] + "ed",
        lemma + lemma[-1] + "ing",
    } | y


def _read(name: str) -> dict[str, Any]:
    with files("whoholds.code").joinpath("lexicon", name).open("rb") as file:
        return tomllib.load(file)


def parse(raw: Mapping[str, Any], nations: Mapping[str, str], where: str = "lexicon") -> Lexicon:
    """Lexicon out of its tables; raises ``LexiconError`` that names the class and the key."""
    classes = []
    for table in raw.get("class", ()):
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
        unknown = set(values) - set(TriggerClass.__dataclass_fields__)
        if unknown:
            raise LexiconError(
                f"{where}: class {table.get('name')!r} has an unknown key {sorted(unknown)[0]!r}"
            )
        entry = TriggerClass(**values)
        if entry.relation not in get_args(Relation):
            raise LexiconError(f"{where}: class {entry.name!r}: {entry.relation!r} is no relation")
        for key in ("place", "actor", "against", "noun_place", "noun_actor", "noun_against"):
            if bad := set(getattr(entry, key)) - ROLES:
                raise LexiconError(
                    f"{where}: class {entry.name!r}: {key} has an unknown role {sorted(bad)[0]!r}"
                )
        classes.append(entry)
    lists = dict(raw["words"])
    families = tuple(map(frozenset, lists.pop("families")))
    words = Words(families=families, **{k: frozenset(v) for k, v in lists.items()})
    return Lexicon(
        classes=tuple(classes),
        words=words,
        countries={name: nation for nation, line in nations.items() for name in _names(line, 1)},
        adjectives={name: nation for nation, line in nations.items() for name in _names(line, 2)},
        codes={code: nation for nation, line in nations.items() for code in _names(line, 0)},
    )


def _names(line: str, part: int) -> list[str]:
    return [name.strip() for name in line.split(";")[part].split(",") if name.strip()]


@cache
def english() -> Lexicon:
    """Lexicon in the package."""
    return parse(_read("en.toml"), _read("nations.toml"), "lexicon/en.toml")
