"""Gold claims as targets: which mention carries each claim, and which mentions its names are."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.code.lexicon import english
from whoholds.code.parse import Article, Parser, Sentence, clean
from whoholds.code.readings import Mention, Reading, readings
from whoholds.code.score import agree, fold
from whoholds.code.scorer import EXTENTS, MODALITIES, QUANTIFIERS, RELATIONS
from whoholds.model import Document

CONFLICTS = ("syria-2024", "ukraine-2022", "sahel-2012-2024")
PRONOUNS = frozenset(["it", "they", "them", "which", "who", "there", "he", "we", "itself", "themselves", "those", "that", "where", "both", "one", "its", "their", "our", "his", "here"])  # fmt: skip
GENERIC = frozenset(["city", "town", "village", "area", "province", "base", "airport", "airbase", "facility", "region", "country", "territory", "settlement", "district", "capital", "it", "there", "which", "them", "they", "itself", "one", "hill", "road", "building", "state", "position", "positions", "land", "areas", "villages", "towns", "cities", "territories", "neighbourhood", "neighborhood", "countryside", "outskirts", "suburb", "suburbs", "part", "parts", "place", "points", "point", "pocket", "ground", "where", "those", "five", "two", "three", "both", "four", "six", "ten", "airfield", "dam", "checkpoint", "checkpoints", "settlements", "localities", "island", "islands", "stronghold", "its", "front", "border", "bridge"])  # fmt: skip

Claim = dict[str, Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Example:
    """One sentence to read, its gold claims, and where it comes from."""

    part: str
    """``dev``, ``train`` or a conflict of the news gold."""
    group: str
    """Article title; for news the report's id."""
    document: str
    reading: Reading
    claims: tuple[Claim, ...]
    gated: bool
    """Whether the lexical gate lets the sentence through."""


def examples(gold: Path) -> list[Example]:
    """Every gold sentence, dev first, then train, then the three conflicts."""
    documents, claims, origin = [], {}, {}
    for part in ("dev", "train"):
        for row in _lines(gold / f"control-claims-{part}.jsonl"):
            documents.append(
                Document(name=row["id"], text=row["text"], title=row["title"], before=row["before"])
            )
            claims[row["id"]], origin[row["id"]] = row["claims"], (part, row["title"])
    for part in CONFLICTS:
        found = {row["id"]: row["claims"] for row in _lines(gold / "news" / part / "claims.jsonl")}
        for row in _lines(gold / "news" / part / "reports.jsonl"):
            documents.append(Document(name=row["id"], text=row["text"], title=row["title"]))
            claims[row["id"]], origin[row["id"]] = found.get(row["id"], []), (part, row["id"])
    articles = Parser(None).articles(documents)
    return [e for a in articles for e in of_article(a, claims[a.document.name], *origin[a.document.name])]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def of_article(article: Article, claims: Sequence[Claim], part: str, group: str) -> Iterator[Example]:
    """Examples of one article's own sentences; each claim goes to the sentence that holds its quote."""
    own = [s for s in article.sentences if not s.context]
    placed: dict[int, list[Claim]] = {s.index: [] for s in own}
    for claim in map(_cleaned, claims):
        placed[_sentence(own, claim).index].append(claim)
    gate = english().gate
    for sentence, reading in zip(own, readings(article, own), strict=True):
        yield Example(
            part=part, group=group, document=article.document.name, reading=reading,
            claims=tuple(placed[sentence.index]), gated=bool(gate.search(sentence.doc.text)),
        )  # fmt: skip


def _cleaned(claim: Claim) -> Claim:
    """Claim with its strings as the parser sees text."""
    tidy = {k: clean(claim[k])[0] if claim.get(k) else claim.get(k) for k in ("actor", "against", "quote")}
    place = claim["place"]
    names = {k: clean(place[k])[0] if place.get(k) else place.get(k) for k in ("name", "within")}
    return {**claim, **tidy, "place": {**place, **names}}


def _sentence(own: Sequence[Sentence], claim: Claim) -> Sentence:
    """Sentence that holds the claim's quote."""
    holding = [s for s in own if claim["quote"] in s.doc.text]
    if len(holding) > 1 and claim.get("sentence"):
        whole = clean(claim["sentence"])[0]
        holding = [s for s in holding if s.doc.text in whole or whole in s.doc.text] or holding
    words = set(claim["quote"].split())
    return holding[0] if holding else max(own, key=lambda s: len(words & set(s.doc.text.split())))


# Which mention carries a claim


@dataclass(frozen=True, kw_only=True, eq=False)
class Target:
    """One gold claim at one of the mentions that carry it. Pointers are masks over mentions and "none"."""

    mention: int
    relation: int
    actor: npt.NDArray[np.bool_] | None
    against: npt.NDArray[np.bool_] | None
    name: npt.NDArray[np.bool_] | None
    within: npt.NDArray[np.bool_] | None
    extent: int
    quantifier: int
    modality: int
    dated: int


def carriers(reading: Reading, claim: Claim) -> list[int]:
    """Mentions of the sentence that carry the claim: one place in the text, in all its boundaries."""
    text, mentions = reading.text, reading.mentions
    own = [i for i, m in enumerate(mentions) if m.segment == "text"]
    start = text.find(claim["quote"])
    quote = (start, start + len(claim["quote"])) if start >= 0 else (0, len(text))
    place, name = claim["place"], claim["place"].get("name")
    if name:
        named = [i for i in own if fold(reading.words(i)) == fold(name)]
        if named:
            return _overlapping(mentions, named, _nearest(mentions, named, quote))
    kinds = {_singular(w) for w in re.findall(r"\w+", place.get("kind") or "")} - {"or", "and", "of"}
    of_kind = [i for i in own if _last_word(reading, i) in kinds]
    quoted = [i for i in of_kind if _within(mentions[i], (quote[0] - 1, quote[1] + 1))]
    found = quoted or (of_kind if len({mentions[i].end for i in of_kind}) == 1 else [])
    if found:
        return _one_end(text, mentions, found, place.get("within"))
    generic = [
        i for i in own
        if _within(mentions[i], (quote[0] - 1, quote[1] + 1)) and reading.words(i).lower().split()[-1:] and reading.words(i).lower().split()[-1] in GENERIC
    ]  # fmt: skip
    if generic:
        end = max(mentions[i].end for i in generic)
        return [i for i in generic if mentions[i].end == end]
    if name is None and place.get("within"):
        around = [i for i in own if fold(reading.words(i)) == fold(place["within"])]
        return _overlapping(mentions, around, around[-1]) if around else []
    return []


def _within(mention: Mention, span: tuple[int, int]) -> bool:
    return mention.start >= span[0] and mention.end <= span[1]


def _nearest(mentions: Sequence[Mention], named: list[int], quote: tuple[int, int]) -> int:
    inside = [i for i in named if _within(mentions[i], quote)]
    if inside:
        return inside[-1]
    return min(named, key=lambda i: abs((mentions[i].start + mentions[i].end) / 2 - sum(quote) / 2))


def _overlapping(mentions: Sequence[Mention], found: list[int], one: int) -> list[int]:
    return [
        i for i in found if mentions[i].start < mentions[one].end and mentions[one].start < mentions[i].end
    ]


def _one_end(text: str, mentions: Sequence[Mention], found: list[int], within: str | None) -> list[int]:
    """Of phrases of the right kind, those that end together: the last, or the last before ``within``."""
    end = max(mentions[i].end for i in found)
    if within and len({mentions[i].end for i in found}) > 1:
        before = [mentions[i].end for i in found if mentions[i].end <= text.find(within)]
        end = max(before) if before else end
    return [i for i in found if mentions[i].end == end]


def _singular(word: str) -> str:
    word = word.lower()
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _last_word(reading: Reading, mention: int) -> str:
    words = re.findall(r"\w+", reading.words(mention))
    return _singular(words[-1]) if words else ""


def targets(example: Example) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8], list[Target]]:
    """Relations and denials of each mention, shape (mentions, 4), -1 where nothing is known; and the claims."""
    reading = example.reading
    count = len(reading.mentions)
    folded = [fold(reading.words(i)) for i in range(count)]
    relations = np.zeros((count, 4), np.int8)
    denials = np.full((count, 4), -1, np.int8)
    found: list[Target] = []
    for claim in example.claims:
        r, place = RELATIONS.index(claim["relation"]), claim["place"]
        name = place.get("name")
        for i in range(count):  # the same name elsewhere in the sentence is no counter-example
            if (
                name
                and reading.mentions[i].segment == "text"
                and folded[i] == fold(name)
                and relations[i, r] == 0
            ):
                relations[i, r] = -1
        pointers = {k: _pointer(reading, folded, claim[k]) for k in ("actor", "against")}
        within, named = _pointer(reading, folded, place.get("within")), _named(folded, name)
        for i in carriers(reading, claim):
            denied = int(claim["polarity"] == "denied")
            denials[i, r] = -1 if relations[i, r] == 1 and denials[i, r] != denied else denied
            relations[i, r] = 1
            itself = name and named is not None and folded[i] == fold(name)
            found.append(
                Target(
                    mention=i, relation=r, within=within, name=_only(count, i) if itself else named, **pointers,
                    extent=EXTENTS.index(place.get("extent") or "whole"), quantifier=QUANTIFIERS.index(place.get("quantifier") or "named"),
                    modality=MODALITIES.index(claim["modality"]), dated=int(claim["start"] is not None),
                )
            )  # fmt: skip
    return relations, denials, found


def _only(count: int, mention: int) -> npt.NDArray[np.bool_]:
    mask = np.zeros(count + 1, bool)
    mask[mention] = True
    return mask


def _named(folded: list[tuple[str, ...]], name: str | None) -> npt.NDArray[np.bool_] | None:
    if name is None:
        return _only(len(folded), len(folded))
    mask = np.array([f == fold(name) for f in folded] + [False])
    return mask if mask.any() else None


def _pointer(
    reading: Reading, folded: list[tuple[str, ...]], name: str | None
) -> npt.NDArray[np.bool_] | None:
    """Mentions with this name, else those that agree with it; ``None`` where the text has none."""
    if name is None:
        return _only(len(folded), len(folded))
    same = [f == fold(name) for f in folded]
    if not any(same):
        words = [reading.words(i) for i in range(len(folded))]
        same = [
            bool(f) and w.lower() not in PRONOUNS and agree(name, w)
            for f, w in zip(folded, words, strict=True)
        ]
    return np.array([*same, False]) if any(same) else None


# Other names in the same sentences, so that no name is learnt


@dataclass(frozen=True, kw_only=True)
class Names:
    """Place and actor names of the training gold."""

    places: tuple[str, ...]
    actors: tuple[str, ...]

    @classmethod
    def of(cls, found: Sequence[Example]) -> Names:
        """Collect the capitalised names of all claims."""
        claims = [c for e in found for c in e.claims]
        places = {c["place"]["name"] for c in claims if (c["place"].get("name") or "")[:1].isupper()}
        actors = {
            c["actor"] for c in claims if (c["actor"] or "")[:1].isupper() and len(c["actor"].split()) <= 4
        }
        return cls(places=tuple(sorted(places)), actors=tuple(sorted(actors)))


def renamed(example: Example, names: Names, rng: random.Random, share: float = 0.5) -> Example:
    """Exchange names of the sentence, its context and claims for others of their kind, each with chance ``share``."""
    reading = example.reading
    swaps: dict[str, str] = {}
    kinds = dict.fromkeys(names.actors, names.actors) | dict.fromkeys(names.places, names.places)
    for i in range(len(reading.mentions)):
        word = reading.words(i)
        if word in kinds and word not in swaps:
            swaps[word] = rng.choice(kinds[word]) if rng.random() < share else word
    swaps = {old: new for old, new in swaps.items() if old != new}
    if not swaps:
        return example
    pattern = re.compile(
        r"(?<!\w)(" + "|".join(re.escape(s) for s in sorted(swaps, key=len, reverse=True)) + r")(?!\w)"
    )

    def swapped(text: str | None) -> str | None:
        return pattern.sub(lambda m: swaps[m[1]], text) if text else text

    moved = {k: _moved(getattr(reading, k), pattern, swaps) for k in ("text", "before", "title")}
    kept, mentions = [], []
    for i, m in enumerate(reading.mentions):
        where, broken = moved[m.segment][1:]
        if not broken[m.start] and not broken[m.end]:
            kept.append(i)
            mentions.append(
                Mention(segment=m.segment, start=int(where[m.start]), end=int(where[m.end]), sentence=m.sentence, tokens=m.tokens)
            )  # fmt: skip
    own = [i for i in kept if reading.mentions[i].segment == "text"]
    claims = tuple(
        {**c, **{k: swapped(c[k]) for k in ("actor", "against", "quote")},
         "place": {**c["place"], **{k: swapped(c["place"].get(k)) for k in ("name", "within")}}}
        for c in example.claims
    )  # fmt: skip
    new = Reading(
        text=moved["text"][0], before=moved["before"][0], title=moved["title"][0], mentions=tuple(mentions),
        marks=reading.marks[kept], ties=reading.ties[np.ix_(own, own)],
    )  # fmt: skip
    return Example(
        part=example.part, group=example.group, document=example.document, reading=new, claims=claims, gated=example.gated
    )  # fmt: skip


def _moved(
    text: str, pattern: re.Pattern[str], swaps: dict[str, str]
) -> tuple[str, npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """New text, the new offset of each old one, and the offsets that lie inside an exchanged name."""
    where, inside = np.zeros(len(text) + 1, np.int64), np.zeros(len(text) + 1, bool)
    out, at, last = "", 0, 0
    for match in pattern.finditer(text):
        where[last : match.start()] = np.arange(at, at + match.start() - last)
        out += text[last : match.start()]
        where[match.start()], inside[match.start() + 1 : match.end()] = len(out), True
        where[match.start() + 1 : match.end()] = len(out) + 1
        out += swaps[match[1]]
        at, last = len(out), match.end()
    where[last:] = np.arange(at, at + len(text) + 1 - last)
    return out + text[last:], where, inside
