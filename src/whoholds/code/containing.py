"""What a place lies in or near, and what a set of places leaves out, as the words around it say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoholds.code.antecedents import place_for
from whoholds.code.lexicon import english
from whoholds.code.phrases import COMPASS, COMPASS_NOUNS, NOUN_TAGS, Run, lemma
from whoholds.code.view import APPOSED, View, extended, name_of, of_follows, run_at
from whoholds.model import Extent

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LOCATIVE = frozenset({"in", "of", "at", "on", "within", "inside", "along", "across", "throughout"})
_NEARBY = frozenset(
    {"near", "around", "outside", "surrounding", "overlooking", "by", "beside", "towards", "toward"}
)
_PASSED = (
    _LOCATIVE | COMPASS | APPOSED | {"the", "to", "from", "leading", "located", "its", "part", "-", "side", "immediate", "close"}
    | {"just", "countryside", "edge", "entrance", "outskirt"}
)  # fmt: skip
"""Words that may stand between a phrase and the name of what contains it."""
_EXCEPTING = frozenset({("apart", "from"), ("aside", "from"), ("other", "than"), ("exception", "of")})


def within_of(view: View, start: int, own: Run | None = None) -> tuple[str | None, Extent | None]:
    """Place that a phrase right after names as containing it, or near it; ``own`` is the run before, if any."""
    doc = view.doc
    if own is not None and start < len(doc) and doc[start].text == ",":
        run = run_at(view, start + 1)
        return (name_of(doc, run) if run and _looks_larger(doc, run) else None), None
    extent: Extent | None = None
    k, end = start, start + 9
    while k < min(end, len(doc)):
        token = doc[k]
        run = run_at(view, k)
        if run is not None and doc[run.end - 1].lower_ in english().words.actor_kinds:
            k, end = _after_force(doc, run), end + 9  # "a base *of the Northern Army (NA)* at Kemra"
            continue
        if token.lower_ in _NEARBY | {"outskirts"} or (token.lower_ in COMPASS_NOUNS and of_follows(doc, k)):
            extent = "outskirts"
        elif run is not None:
            people = all(t.text in english().adjectives for t in doc[run.start : run.end])
            lost = any(
                t.lower_ == "from" for t in doc[max(start, k - 2) : k]
            )  # "took two villages *from* M23"
            way = any(t.lower_ == "to" for t in doc[run.end : run.end + 2])
            apart = people or k == start or (lost and not way)
            return (None, None) if apart else (name_of(doc, run), extent)
        elif lemma(token) in APPOSED and k > start and token.tag_ in NOUN_TAGS and not of_follows(doc, k):
            antecedent = place_for(lemma(token), view.memory, view.named, token.i)
            return (antecedent, extent) if antecedent else (None, None)
        elif token.lower_ not in _PASSED and lemma(token) not in _PASSED:
            return None, None
        k += 1
    return None, None


def _after_force(doc: Doc, run: Run) -> int:
    """Where the text goes on after a party's name and its short form in brackets."""
    brackets = [t.text for t in doc[run.end : run.end + 3]][::2] == ["(", ")"]
    return run.end + 3 * brackets


def _looks_larger(doc: Doc, run: Run) -> bool:
    end = extended(doc, run)
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


def excepted_from(view: View, start: int) -> tuple[str, ...]:
    """Names right after "except (for)", "apart from", "other than", "but"."""
    doc = view.doc
    for k in range(start, min(start + 8, len(doc))):
        pair = (doc[k].lower_, doc[k + 1].lower_ if k + 1 < len(doc) else "")
        if (
            pair[0] in {"except", "excluding", "barring"}
            or pair in _EXCEPTING
            or (pair[0] == "but" and k == start)
        ):
            return tuple(name_of(doc, run) for run in _listed(view, k + 1))
        if doc[k].pos_ in {"VERB", "AUX"}:
            break
    return ()


def _listed(view: View, start: int) -> list[Run]:
    """Names that follow each other from ``start`` on, joined by commas and "and"."""
    doc, k = view.doc, start
    found: list[Run] = []
    while k < len(doc):
        run = run_at(view, k)
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
