"""How a speaker is written: the words of a noun phrase that name it.

Articles go; what it speaks for stays ("spokesman for the governorate"); a person with a full name is the name alone;
a short form in parentheses stays with the long one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from whoholds.code.clauses import lemma, words
from whoholds.code.party import NEUTRAL, PARTY
from whoholds.code.standing import is_party, public_role

if TYPE_CHECKING:
    from spacy.tokens import Token


ORGAN = words(
    "ministry army military force group movement government agency staff command council front alliance"
)
"""Bodies: "it" may stand for them, "he" not; and their names are no person's."""

_DROPPED = words("the a an one this that these those our their its his her another some any")
_LINKS = ("of", "for", "from", "at", "in", "with", "inside")
_TITLES = words(
    "president prime minister general colonel major captain lieutenant brigadier marshal admiral governor mayor secretary "
    "defence defense foreign interior deputy chief spokesman spokeswoman commander former king prince sheikh col. gen. lt. "
    "maj. brig. capt. gov. dr dr. mr mr. mrs. ms. lord sir vice chairman chancellor ambassador leader"
)
_ARTICLES = words("al el ad an ar as ash at az ul")
_ATTACHED = ("backed", "led", "based", "allied", "aligned")
_MONTHS = frozenset(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])


def written(noun: Token) -> str:
    """The speaker as written: without article, with what it speaks for; a person with a full name by the name.

    "Deputy Minister Ann Ray" and "the deputy minister, Ann Ray," are "Ann Ray"; "the spokesman for the army, who" is
    "spokesman for the army".
    """
    if (named := _named(noun)) is not None:
        return named
    name = full_name(noun)
    tokens = name or sorted(_phrase(noun), key=lambda t: t.i)
    while len(tokens) > 1 and (
        tokens[0].lower_ in _DROPPED or tokens[0].is_punct or (tokens[0].like_num and _dated(tokens))
    ):
        if tokens[1].lower_ == "of":
            break
        tokens = tokens[1:]
    if noun.pos_ == "PROPN" and len(tokens) > 3 and tokens[1].text == "-" and tokens[2].lower_ in _ATTACHED:
        tokens = tokens[3:]  # "the Turkish-backed Syrian National Army"
    text = "".join(t.text_with_ws for t in tokens).strip()
    return text + _short_form(tokens[-1])


def _named(noun: Token) -> str | None:
    """The name that a common noun is told with, where the role is a public one: "the head of the council, *Leo Pasek*,
    said"; "a nurse, Ann Ray" stays a nurse.
    """
    if noun.pos_ != "NOUN" or _is_name(noun):
        return None
    beside = (c for t in _phrase(noun) for c in t.children if c.dep_ == "appos" and c.i > noun.i)
    names = (written(c) for c in beside if _is_name(c))
    return next((name for name in names if is_party(name) or public_role(name, noun.sent.text)), None)


def _is_name(noun: Token) -> bool:
    """Also "al-Abadi", which the tagger takes for a common noun."""
    article, hyphen, name = noun.text.partition("-")
    return noun.pos_ == "PROPN" or bool(hyphen and article in _ARTICLES and name[:1].isupper())


def _dated(tokens: list[Token]) -> bool:
    """A date that the parser drew into the name: "9 November 2022 General ..."."""
    return any(t.text[:3] in _MONTHS for t in tokens[:3]) or len(tokens[0]) == 4


def _short_form(last: Token) -> str:
    """The abbreviation in parentheses after a name: "Syrian National Army (SNA)"."""
    doc, i = last.doc, last.i
    if i + 3 < len(doc) and doc[i + 1].text == "(" and doc[i + 3].text == ")" and doc[i + 2].text.isupper():
        return f" ({doc[i + 2].text})"
    return ""


def full_name(noun: Token) -> list[Token]:
    """The name of a person in two words or more, without title; nothing for an organ or a surname."""
    if not _is_name(noun) or {lemma(noun), noun.lower_} & (PARTY | NEUTRAL | ORGAN):
        return []
    before = [t for t in noun.doc[noun.left_edge.i : noun.i] if t.head.i == noun.i or t.head.head.i == noun.i]
    run = [noun]
    for token in reversed(before):
        word = token.lower_
        if (
            not token.text[:1].isupper()
            or word in _TITLES
            or word in PARTY
            or token.dep_ not in ("compound", "flat")
        ):
            break
        run.insert(0, token)
    return run if len(run) > 1 and run[0].i > noun.left_edge.i else []


def _phrase(noun: Token) -> Iterator[Token]:
    """The noun's words: what stands before it, and "of", "for", "in" phrases after it."""
    yield noun
    for child in noun.children:
        if child.i < noun.i and child.dep_ not in ("relcl", "advmod", "preconj", "predet", "punct", "advcl"):
            yield from child.subtree
        elif (
            child.i < noun.i and child.dep_ == "punct" and child.text in ("-", '"')
        ) or child.dep_ == "case":
            yield child
        elif child.dep_ == "prep" and child.lower_ in _LINKS and child.i - noun.i < 3:
            yield from _prepositional(child)


def _prepositional(prep: Token) -> Iterator[Token]:
    yield prep
    for child in prep.children:
        if child.dep_ == "pobj":
            yield from _phrase(child)
        elif child.dep_ == "prep":
            yield from _prepositional(child)
