"""Place mentions: named, counted, unnamed and pronominal, each with what it may stand for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from whoholds.code import extent as extents
from whoholds.code.antecedents import place_for
from whoholds.code.lexicon import english
from whoholds.code.memory import Memory
from whoholds.code.mentions import PlaceMention
from whoholds.code.parse import Sentence
from whoholds.code.phrases import (
    ACTOR_HEADS,
    COMPASS,
    COMPASS_NOUNS,
    NOUN_TAGS,
    Run,
    lemma,
    plural,
    runs,
    text,
)
from whoholds.model import Extent, Place, Quantifier

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

APPOSED = english().words.apposed
"""Kinds after which "of NAME" names the thing itself."""

_LOCATIVE = frozenset({"in", "of", "at", "on", "within", "inside", "along", "across", "throughout"})
_NEARBY = frozenset(
    {"near", "around", "outside", "surrounding", "overlooking", "by", "beside", "towards", "toward"}
)
_SOME = english().words.some
_TENS = {
    "dozen": 12,
    "score": 20,
    "hundred": 100,
    "thousand": 1000,
    "dozens": None,
    "hundreds": None,
    "scores": None,
}
_NUMBERS = {w: i for i, w in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"])} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "both": 2}  # fmt: skip
_EXCEPTING = frozenset({("apart", "from"), ("aside", "from"), ("other", "than"), ("exception", "of")})
_NOT_PLACES = frozenset({"front", "position", "office", "ministry", "corridor", "place"})


@dataclass(frozen=True, kw_only=True)
class _Context:
    """What the reading of one sentence's phrases needs."""

    sentence: Sentence
    memory: Memory
    runs: list[Run]
    named: list[PlaceMention]

    @property
    def doc(self) -> Doc:
        return self.sentence.doc


def mentions(sentence: Sentence, memory: Memory) -> list[PlaceMention]:
    """Every phrase of the sentence that may be the place of a claim, from left to right."""
    found = runs(sentence.doc)
    context = _Context(sentence=sentence, memory=memory, runs=found, named=[])
    for run in found:
        if (mention := _named(context, run)) is not None:
            context.named.append(mention)
    covered = {i for m in context.named for i in range(*m.span)}
    in_runs = {i for r in found for i in range(r.start, r.end)}
    others = [
        mention
        for token in sentence.doc
        if token.i not in covered and token.i not in in_runs
        if (mention := _unnamed(context, token) or _pronoun(context, token)) is not None
    ]
    return sorted([*context.named, *others], key=lambda m: m.head)


# Named places


def _named(context: _Context, run: Run) -> PlaceMention | None:
    doc, words = context.doc, english()
    start, end = run.start, _extended(doc, run)
    while start < run.head and (
        doc[start].text in words.adjectives and doc[start].text not in words.countries
    ):
        start += 1
    extended = end > run.end
    if not extended and (
        all(t.text in words.adjectives for t in doc[start : run.end])
        or doc[run.head].lower_ in ACTOR_HEADS
        or _modifies_party(doc, run)
    ):
        return None
    if len(doc[run.head].text) == 1 or (
        context.sentence.title and doc[run.head].lower_ in {"battle", "offensive", "war"}
    ):
        return None
    name = text(doc, start, end)
    kind = _kind_before(doc, start) or _kind_within(doc, start, end) or _kind_after(doc, end)
    coverage, excepted = _coverage(context, start, end, name, kind)
    place = Place(
        name=name,
        kind=kind,
        within=_within(context, end, doc[run.head], own=run)[0],
        quantifier=coverage,
        extent=extents.of_name(doc, start, end),
        excepted=excepted,
    )
    return PlaceMention(
        head=end - 1 if extended else run.head, span=(start, end), shape="name", readings=(place,)
    )


def _coverage(
    context: _Context, start: int, end: int, name: str, kind: str | None
) -> tuple[Quantifier, tuple[str, ...]]:
    """Whether a country or province stands for the set of what is in it: "virtually all of X", "all of X except Y"."""
    doc = context.doc
    excepted = _excepted(context, end)
    if name not in english().countries and kind not in {
        "country",
        "province",
        "governorate",
        "oblast",
        "state",
        "region",
    }:
        return ("all" if excepted else "named"), excepted
    k = start
    while k > 0 and (doc[k - 1].lower_ in {"the", "of", "and"} or lemma(doc[k - 1]) in APPOSED):
        k -= 1
    words = [t.lower_ for t in doc[max(0, k - 2) : k]]
    if words[-1:] == ["all"] or words[-1:] == ["entire"]:
        return ("most" if {"virtually", "nearly", "almost", "practically"} & set(words) else "all"), excepted
    return ("all" if excepted else "named"), excepted


def _extended(doc: Doc, run: Run) -> int:
    """End of the phrase with the lower-case nouns that belong to the name: "Azot chemical *plant*"."""
    end, k = run.end, run.end
    kinds = english().words.place_kinds
    while (
        k < len(doc)
        and k - run.end < 3
        and (
            doc[k].tag_ in {"NN", "NNS", "VBG"}
            or (
                doc[k].tag_ == "JJ"
                and doc[k].lower_ in {"military", "oil", "chemical", "nuclear", "international"}
            )
        )
    ):
        if lemma(doc[k]) in kinds and doc[k].lower_ not in english().words.outskirts | _NOT_PLACES | {
            "area",
            "countryside",
            "center",
            "centre",
            "front",
            "stronghold",
            "border",
        }:
            end = k + 1
        k += 1
    return end


def _modifies_party(doc: Doc, run: Run) -> bool:
    """Whether it is a name that only says which party: "*Idlib* rebels", "*ISIL*-held"."""
    k = run.end
    if k + 1 < len(doc) and doc[k].text == "-":
        return doc[k + 1].lower_ in {
            "held",
            "controlled",
            "led",
            "backed",
            "allied",
            "aligned",
            "occupied",
            "run",
            "affiliated",
            "supported",
        }
    while (
        k < len(doc)
        and doc[k].tag_ in {"NN", "JJ"}
        and lemma(doc[k]) not in english().words.place_kinds
        and k - run.end < 2
    ):
        if doc[k].lower_ in english().words.actor_kinds:
            return True
        k += 1
    return k < len(doc) and doc[k].tag_ in NOUN_TAGS and doc[k].lower_ in english().words.actor_kinds


def _kind_before(doc: Doc, start: int) -> str | None:
    """As in "the towns of A, B and *C*" and "the town C": what kind the text says the name is."""
    k = start - 1
    while k >= 0 and (
        doc[k].text in {",", "and", "&", '"', "as", "well", "the"}
        or doc[k].tag_ in {"NNP", "NNPS"}
        or doc[k].lower_ in COMPASS
    ):
        if doc[k].lower_ in {"the"} and k > 0 and doc[k - 1].text not in {",", "and", "of"}:
            break
        k -= 1
    if k >= 0 and doc[k].text == "of":
        k -= 1
        while k > 0 and doc[k].tag_ in {"JJ", "NNP"}:
            k -= 1
    if k >= 0 and doc[k].tag_ in NOUN_TAGS and lemma(doc[k]) in english().words.place_kinds - extents.PARTS:
        return _kind(doc, k)
    return None


def _kind(doc: Doc, k: int) -> str:
    head = lemma(doc[k])
    if (
        k
        and doc[k - 1].lower_ in {"military", "air", "border", "oil", "power"}
        and doc[k - 1].dep_ in {"compound", "amod"}
    ):
        return f"{doc[k - 1].lower_} {head}"
    return {"neighborhood": "neighbourhood", "highway": "highway"}.get(head, head)


def _kind_within(doc: Doc, start: int, end: int) -> str | None:
    last = doc[end - 1].lower_
    if end - start > 1 and last in english().words.place_kinds:
        return last
    first = doc[start].lower_
    return first if end - start > 1 and first in {"mount", "lake", "fort", "camp", "port"} else None


def _kind_after(doc: Doc, end: int) -> str | None:
    """As in "Raqqa *city*" is inside the name; "Raqqa, the *capital* of ..." says the kind beside it."""
    if (
        end < len(doc)
        and doc[end].tag_ == "NN"
        and lemma(doc[end]) in english().words.place_kinds - extents.PARTS
    ):
        return lemma(doc[end])
    if end + 2 < len(doc) and doc[end].text == "," and doc[end + 1].lower_ in {"a", "the"}:
        for token in doc[end + 2 : end + 6]:
            if token.tag_ == "NN" and lemma(token) in english().words.place_kinds:
                return lemma(token)
            if token.tag_ not in {"JJ", "NN", "NNP", "VBN", "HYPH"}:
                break
    return None


# The larger place that the text gives


def _within(
    context: _Context, start: int, head: Token, own: Run | None = None
) -> tuple[str | None, Extent | None]:
    """Place that a phrase right after names as containing it, or near it."""
    doc = context.doc
    k = start
    if k < len(doc) and doc[k].text == "," and own is not None:
        run = _run_at(context, k + 1)
        return (_name_of(doc, run), None) if run and _looks_larger(doc, run) else (None, None)
    extent: Extent | None = None
    steps = 0
    while k < len(doc) and steps < 9:
        token = doc[k]
        lower = token.lower_
        if (
            lower in _NEARBY
            or (
                lower in {"north", "south", "east", "west"} | COMPASS_NOUNS
                and k + 1 < len(doc)
                and doc[k + 1].text == "of"
            )
            or lower == "outskirts"
        ):
            extent = "outskirts"
        elif (run := _run_at(context, k)) is not None:
            if all(
                t.text in english().adjectives and t.text not in english().countries
                for t in doc[run.start : run.end]
            ):
                return None, None
            return (_name_of(doc, run), extent) if k > start else (None, None)
        elif lemma(token) in APPOSED and k > start and token.tag_ in NOUN_TAGS and not _of_follows(doc, k):
            antecedent = place_for(lemma(token), context.memory, context.named, token.i)
            return (antecedent, extent) if antecedent else (None, None)
        elif lower not in _LOCATIVE | COMPASS | {
            "the",
            "to",
            "of",
            "from",
            "leading",
            "located",
            "its",
            "part",
            "parts",
            "-",
            "side",
            "immediate",
            "close",
            "just",
        } and lemma(token) not in APPOSED | {"countryside", "part", "edge", "entrance", "outskirt", "side"}:
            return None, None
        k += 1
        steps += 1
    return None, None


def _of_follows(doc: Doc, k: int) -> bool:
    return k + 1 < len(doc) and doc[k + 1].text == "of"


def _run_at(context: _Context, k: int) -> Run | None:
    return next((r for r in context.runs if r.start == k), None)


def _name_of(doc: Doc, run: Run) -> str:
    return text(doc, run.start, _extended(doc, run))


def _looks_larger(doc: Doc, run: Run) -> bool:
    end = _extended(doc, run)
    return doc[end - 1].lower_ in {
        "oblast",
        "province",
        "governorate",
        "raion",
        "district",
        "region",
        "state",
        "county",
    } or (doc[run.head].text in english().countries)


# Places without a name


def _unnamed(context: _Context, token: Token) -> PlaceMention | None:
    words = english().words
    doc, kind = context.doc, lemma(token)
    if kind not in words.place_kinds or token.tag_ not in NOUN_TAGS or kind in _NOT_PLACES:
        return None
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if (
        following is not None
        and following.tag_ in {"NN", "NNS"}
        and token.tag_ == "NN"
        and token.dep_ == "compound"
    ):
        return None
    if following is not None and following.text == "-":
        return None
    if kind in APPOSED | extents.PARTS and _names_follow(context, token):
        return None
    if kind in {
        "half",
        "part",
        "portion",
        "section",
        "rest",
        "remainder",
        "center",
        "centre",
        "heart",
        "side",
        "edge",
        "outskirt",
    } and _of_follows(doc, token.i):
        return None
    start = _left(token)
    return PlaceMention(
        head=token.i, span=(start, token.i + 1), shape="noun", readings=_readings(context, token, start)
    )


def _names_follow(context: _Context, token: Token) -> bool:
    """As in "the towns of A and B", "the city Raqqa", "parts of Idlib": the names are the places."""
    doc, k = context.doc, token.i + 1
    if k < len(doc) and _run_at(context, k) is not None:
        return True
    if k < len(doc) and doc[k].text in {"of", "called", "named"}:
        k += 1
        while k < len(doc) and (doc[k].lower_ in COMPASS | {"the", '"', "-"} or lemma(doc[k]) in APPOSED):
            k += 1
        run = _run_at(context, k)
        if run is None:
            return False
        if lemma(token) in {
            "district",
            "neighborhood",
            "neighbourhood",
            "suburb",
            "village",
            "town",
            "settlement",
        } and plural(token):
            return any(t.text in {",", "and"} for t in doc[run.end : run.end + 2])
        return True
    return False


def _left(token: Token) -> int:
    start = token.i
    doc = token.doc
    while start > 0 and (
        doc[start - 1].tag_
        in {
            "JJ",
            "JJR",
            "JJS",
            "NN",
            "CD",
            "DT",
            "PDT",
            "PRP$",
            "VBN",
            "VBG",
            "HYPH",
            "RB",
            "POS",
            "NNP",
            "IN",
        }
        and doc[start - 1].head.i in range(start - 1, token.i + 1)
    ):
        start -= 1
    return start


def _readings(context: _Context, token: Token, start: int) -> tuple[Place, ...]:
    doc = context.doc
    quantifier, n, total = _quantity(doc, token, start)
    near = extents.of_noun(doc, start, token.i + 1)
    within, far = _within(context, token.i + 1, token)
    kind = _kind(doc, token.i)
    modifiers = {t.lower_ for t in doc[start : token.i]}
    antecedent = place_for(kind, context.memory, context.named, token.i)
    if within is None and modifiers & {
        "surrounding",
        "nearby",
        "neighboring",
        "neighbouring",
        "adjacent",
        "local",
    }:
        within = place_for("town", context.memory, context.named, token.i)
        near = near if "local" in modifiers else "outskirts"
    place = Place(
        kind=kind, within=within, quantifier=quantifier, n=n, of=total, extent=far or near or "whole",
        excepted=_excepted(context, token.i + 1) if quantifier in {"all", "most"} else (),
    )  # fmt: skip
    definite = (
        bool(modifiers & {"the", "this", "that", "these", "entire", "whole"})
        and not plural(token)
        and within is None
    )
    full = _described(doc, token, start)
    if full is not None:
        return (replace(place, name=full, quantifier="named", n=None), place)
    if definite and antecedent is not None:
        kept = quantifier if kind == "country" and quantifier in {"all", "most"} else "named"
        return (replace(place, name=antecedent, quantifier=kept, n=None, of=None), place)
    return (place,)


def _described(doc: Doc, token: Token, start: int) -> str | None:
    """Definite thing with a noun before it is as good as named: "the *city council building*"."""
    k = token.i
    while k > start and doc[k - 1].tag_ in {"NN", "NNP"} and doc[k - 1].dep_ in {"compound", "nmod", "amod"}:
        k -= 1
    lowers = {t.lower_ for t in doc[start:k]}
    if k == token.i or plural(token) or lemma(token) in APPOSED - {"port", "airport"} or not lowers & {"the"}:
        return None
    if doc[k].lower_ in english().words.actor_kinds | {"border", "military", "air"}:
        return None
    return text(doc, k, token.i + 1)


def _quantity(doc: Doc, token: Token, start: int) -> tuple[Quantifier, int | None, int | None]:
    lowers = [t.lower_ for t in doc[start : token.i]]
    before = doc[start - 1].lower_ if start else ""
    far = doc[start - 2].lower_ if start > 1 else ""
    if before == "of" and far in {
        "all",
        "most",
        "majority",
        "bulk",
        "some",
        "many",
        "dozens",
        "hundreds",
        "scores",
        "number",
        "dozen",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "half",
    }:
        lowers = [far, *(w for w in lowers if w != "the")]
    if "all" in lowers or "every" in lowers or ("entire" in lowers and not plural(token)):
        return "all", None, None
    if "most" in lowers or "majority" in lowers or "bulk" in lowers:
        return "most", None, None
    if (n := _number(lowers)) is not None:
        return (
            "count",
            n,
            _number([t.lower_ for t in doc[start : token.i] if before == "of"])
            if before == "of" and n
            else None,
        )
    if plural(token) or set(lowers) & _SOME or token.lemma_ in {"land", "territory", "ground", "countryside"}:
        return "some", None, None
    return "count", 1, None


def _number(lowers: list[str]) -> int | None:
    for i, word in enumerate(lowers):
        if word.replace(",", "").isdigit():
            return int(word.replace(",", ""))
        if word in _NUMBERS:
            number = _NUMBERS[word]
            if i + 1 < len(lowers) and lowers[i + 1] in _TENS and _TENS[lowers[i + 1]]:
                return number * (_TENS[lowers[i + 1]] or 1)
            return number if word != "one" or len(lowers) < 4 else 1
        if _TENS.get(word):
            return _TENS[word]
    return None


def _excepted(context: _Context, start: int) -> tuple[str, ...]:
    """Names right after "except (for)", "apart from", "other than", "but"."""
    doc = context.doc
    for k in range(start, min(start + 8, len(doc))):
        pair = (doc[k].lower_, doc[k + 1].lower_ if k + 1 < len(doc) else "")
        if (
            pair[0] in {"except", "excluding", "barring"}
            or pair in _EXCEPTING
            or (pair[0] == "but" and k == start)
        ):
            return tuple(_name_of(doc, run) for run in _listed(context, k + 1))
        if doc[k].pos_ in {"VERB", "AUX"}:
            break
    return ()


def _listed(context: _Context, start: int) -> list[Run]:
    """Names that follow each other from ``start`` on, joined by commas and "and"."""
    doc, k = context.doc, start
    found: list[Run] = []
    while k < len(doc):
        run = _run_at(context, k)
        if run is not None:
            found.append(run)
            k = run.end
        elif doc[k].lower_ in {
            ",",
            "and",
            "the",
            "for",
            "from",
            "than",
            "of",
        } | APPOSED and k - start < 3 + 4 * len(found):
            k += 1
        else:
            break
    return found


def _pronoun(context: _Context, token: Token) -> PlaceMention | None:
    if token.lower_ not in {"it", "them", "there", "both"} or token.dep_ not in {
        "dobj",
        "nsubjpass",
        "pobj",
        "advmod",
        "nsubj",
        "pcomp",
    }:
        return None
    if token.lower_ == "there" and token.tag_ == "EX":
        return None
    antecedent = place_for(None, context.memory, context.named, token.i)
    if antecedent is None:
        return None
    place = Place(name=antecedent)
    return PlaceMention(head=token.i, span=(token.i, token.i + 1), shape="pronoun", readings=(place,))
