"""Places with a name: its ends, its kind, how much of it is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoholds.code import extent as extents
from whoholds.code.containing import excepted_from, within_of
from whoholds.code.lexicon import english
from whoholds.code.mentions import PlaceMention
from whoholds.code.phrases import ACTOR_HEADS, COMPASS, NOUN_TAGS, Run, lemma, text
from whoholds.code.view import APPOSED, View, extended
from whoholds.model import Place, Quantifier

if TYPE_CHECKING:
    from spacy.tokens import Doc

_EVENTS = frozenset({"battle", "offensive", "war", "siege", "campaign"})


def named(view: View, run: Run) -> PlaceMention | None:
    """Mention of the place that a run of name words may name; ``None`` where it names a party or a person's post."""
    doc, words = view.doc, english()
    start, end = run.start, extended(doc, run)
    while start < run.head and doc[start].text in words.adjectives and doc[start].text not in words.countries:
        start += 1
    longer = end > run.end
    people = all(t.text in words.adjectives for t in doc[start : run.end])
    if not longer and (people or doc[run.head].lower_ in ACTOR_HEADS or _modifies_party(doc, run)):
        return None
    if len(doc[run.head].text) == 1 or (view.sentence.title and doc[run.head].lower_ in _EVENTS):
        return None
    place = record_of(view, start, end, run)
    return PlaceMention(
        head=end - 1 if longer else run.head, span=(start, end), shape="name", readings=(place,)
    )


def record_of(view: View, start: int, end: int, run: Run) -> Place:
    """Record of the place that tokens ``start`` to ``end`` name, of which ``run`` are the name words."""
    doc = view.doc
    name = text(doc, start, end)
    kind = _kind_before(doc, start) or _kind_within(doc, start, end) or _kind_after(doc, end)
    coverage, excepted = _coverage(view, start, end, name, kind)
    return Place(
        name=name,
        kind=kind,
        within=within_of(view, end, own=run)[0],
        quantifier=coverage,
        extent=extents.of_name(doc, start, end),
        excepted=excepted,
    )


def _coverage(
    view: View, start: int, end: int, name: str, kind: str | None
) -> tuple[Quantifier, tuple[str, ...]]:
    """Whether a country or province stands for the set of what is in it: "virtually all of X", "all of X except Y"."""
    doc = view.doc
    excepted = excepted_from(view, end)
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
        return kind_at(doc, k)
    return None


def kind_at(doc: Doc, k: int) -> str:
    """Kind that a noun says, with the word that goes with it: "military base"."""
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
