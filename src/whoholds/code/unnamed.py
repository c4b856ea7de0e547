"""Places without a name: "four villages", "the town", "it", and how many of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from whoholds.code import extent as extents
from whoholds.code.antecedents import place_for
from whoholds.code.containing import excepted_from, within_of
from whoholds.code.lexicon import english
from whoholds.code.mentions import PlaceMention
from whoholds.code.named import kind_at
from whoholds.code.phrases import COMPASS, NOUN_TAGS, lemma, plural, text
from whoholds.code.view import APPOSED, NO_PLACE, View, of_follows, run_at
from whoholds.model import Place, Quantifier

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SOME = english().words.some
_TENS = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000}
_COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBERS = {word: number for number, word in enumerate(_COUNTED)} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "both": 2,
}


def unnamed(view: View, token: Token) -> PlaceMention | None:
    """Mention of the place that a common noun may mean; ``None`` where the name after it is the place."""
    words = english().words
    doc, kind = view.doc, lemma(token)
    if kind not in words.place_kinds or token.tag_ not in NOUN_TAGS or kind in NO_PLACE:
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
    if kind in APPOSED | extents.PARTS and _names_follow(view, token):
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
    } and of_follows(doc, token.i):
        return None
    start = left_of(token)
    return PlaceMention(
        head=token.i, span=(start, token.i + 1), shape="noun", readings=readings_of(view, token, start)
    )


def _names_follow(view: View, token: Token) -> bool:
    """As in "the towns of A and B", "the city Raqqa", "parts of Idlib": the names are the places."""
    doc, k = view.doc, token.i + 1
    if k < len(doc) and run_at(view, k) is not None:
        return True
    if k < len(doc) and doc[k].text in {"of", "called", "named"}:
        k += 1
        while k < len(doc) and (doc[k].lower_ in COMPASS | {"the", '"', "-"} or lemma(doc[k]) in APPOSED):
            k += 1
        run = run_at(view, k)
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


def left_of(token: Token) -> int:
    """First token of the noun phrase that ends in a noun."""
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


def readings_of(view: View, token: Token, start: int) -> tuple[Place, ...]:
    """What a noun phrase may stand for, best first; the last reading is the place without a name."""
    doc = view.doc
    quantifier, n, total = _quantity(doc, token, start)
    near = extents.of_noun(doc, start, token.i + 1)
    within, far = within_of(view, token.i + 1)
    kind = kind_at(doc, token.i)
    modifiers = {t.lower_ for t in doc[start : token.i]}
    antecedent = place_for(kind, view.memory, view.named, token.i)
    if within is None and modifiers & {
        "surrounding",
        "nearby",
        "neighboring",
        "neighbouring",
        "adjacent",
        "local",
    }:
        within = place_for("town", view.memory, view.named, token.i)
        near = near if "local" in modifiers else "outskirts"
    place = Place(
        kind=kind, within=within, quantifier=quantifier, n=n, of=total, extent=far or near or "whole",
        excepted=excepted_from(view, token.i + 1) if quantifier in {"all", "most"} else (),
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
        part = _part(doc, token)
        if part is None:
            return "count", n, None
        return "count", part, _number([t.lower_ for t in doc[start : token.i]])
    if plural(token) or set(lowers) & _SOME or token.lemma_ in {"land", "territory", "ground", "countryside"}:
        return "some", None, None
    return "count", 1, None


def _part(doc: Doc, token: Token) -> int | None:
    """How many of a counted set are meant: "*14* of the state's 17 townships", "of the nine districts, *six* are"."""
    if token.dep_ != "pobj" or token.head.lower_ != "of":
        return None
    after = token.i + 2
    ahead = token.head.i == token.left_edge.i - 1 and after < len(doc) and doc[after - 1].text == ","
    counting = doc[after] if ahead and doc[after].like_num else token.head.head
    return _number([counting.lower_]) if counting.like_num else None


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


def pronoun(view: View, token: Token) -> PlaceMention | None:
    """Mention of the place that "it", "them" or "there" points back to."""
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
    antecedent = place_for(None, view.memory, view.named, token.i)
    if antecedent is None:
        return None
    place = Place(name=antecedent)
    return PlaceMention(head=token.i, span=(token.i, token.i + 1), shape="pronoun", readings=(place,))
