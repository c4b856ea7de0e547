"""Actor mentions: names, kinds ("rebels"), adjectives ("Russian"), pronouns with what they stand for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from whoholds.code.lexicon import english
from whoholds.code.memory import Memory
from whoholds.code.mentions import ActorMention, Shape
from whoholds.code.parse import Sentence
from whoholds.code.phrases import NOUN_TAGS, Run, lemma, runs, text
from whoholds.code.standing import holds_office

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PRONOUNS = frozenset(
    {
        "they",
        "them",
        "their",
        "theirs",
        "it",
        "its",
        "we",
        "us",
        "our",
        "he",
        "his",
        "she",
        "her",
        "i",
        "my",
        "whom",
        "who",
    }
)
_CORE = frozenset(
    {"JJ", "JJR", "NN", "NNP", "NNPS", "NNS", "VBN", "HYPH", "POS", "CD", "VBG", "FW", "DT", "PRP$"}
)
_CALENDAR = english().words.days | english().words.months
_DEFINITE = frozenset({"the", "its", "their", "these", "those", "his", "our"})
_BELONGING = frozenset({"led", "commanded", "loyal", "allied"})
_NAMING = frozenset({"compound", "amod", "nmod", "poss", "case", "cc", "conj"})
_PARTS = frozenset({"nsubj", "nsubjpass", "dobj"})
_NO_STATE = frozenset({"group", "movement", "militants", "gunmen", "organization", "organisation"})
_STATE = frozenset(
    {"army", "military", "government", "police", "navy", "regime", "troops", "ministry", "authorities"}
)
_BARE = english().words.bare_actors
"""Generic words that take their name from before when nothing in the phrase says whose they are."""


@dataclass(frozen=True, kw_only=True)
class _Context:
    sentence: Sentence
    memory: Memory
    inside: dict[int, Run]

    @property
    def doc(self) -> Doc:
        return self.sentence.doc


def mentions(sentence: Sentence, memory: Memory) -> list[ActorMention]:
    """Every phrase that may be a party, from left to right; pronouns carry their antecedent's name."""
    doc = sentence.doc
    context = _Context(
        sentence=sentence, memory=memory, inside={i: r for r in runs(doc) for i in range(r.start, r.end)}
    )
    found: list[ActorMention] = []
    for token in doc:
        mention = _noun(context, token) or _adjective(context, token) or _pronoun(context, token, found)
        if mention is not None:
            found.append(mention)
    return [_resolved(context, m, found) for m in found]


def _noun(context: _Context, token: Token) -> ActorMention | None:
    """Phrase whose head is a name or a party word."""
    doc, words = context.doc, english()
    run = context.inside.get(token.i)
    if run is not None and token.i != run.head:
        return None
    kind = token.lower_ in words.words.actor_kinds and token.tag_ in NOUN_TAGS | {"JJ"}
    if run is None and not kind:
        return None
    if _continues(context, token):
        return None
    start = _left(context, token)
    name = text(doc, start, token.i + 1)
    if not name:
        return None
    shape: Shape = "name" if run is not None else "kind"
    if shape == "kind":
        name += whose(token)
    if run is not None and all(t.text in words.adjectives for t in doc[run.start : run.end]):
        shape = "adjective" if token.tag_ != "NNPS" else "name"
    return ActorMention(head=token.i, span=(start, token.i + 1), shape=shape, name=name)


def whose(head: Token) -> str:
    """What says whose fighters they are, after the phrase: " led by Hayat Tahrir al-Sham (HTS)", " loyal to Haftar",
    " from Chad and Niger"; else nothing. The sentence must be parsed.
    """
    child = next((c for c in head.children if c.i == head.i + 1), None)
    if child is None or not (child.lower_ in _BELONGING or (child.dep_ == "prep" and child.lower_ == "from")):
        return ""
    links = [t for t in (child, *child.children) if t.dep_ in {"prep", "agent"}]
    names = [o for link in links for o in link.children if o.dep_ == "pobj" and o.pos_ == "PROPN"]
    if not names:
        return ""
    end = max(t.i for t in names[0].subtree if t.dep_ in _NAMING or t.i == names[0].i) + 1
    end = end + 3 if [t.text for t in head.doc[end : end + 3]][::2] == ["(", ")"] else end
    return " " + text(head.doc, child.i, end)


def _continues(context: _Context, token: Token) -> bool:
    """Whether the party phrase goes on: "*rebel* fighters", "*Idlib* airport"."""
    doc, k = context.doc, token.i + 1
    while k < len(doc) and doc[k].tag_ in {"NN", "NNS", "NNP", "NNPS", "JJ"} and k - token.i < 4:
        if doc[k].lower_ in english().words.actor_kinds or (
            k in context.inside
            and doc[k].tag_ != "JJ"
            and context.inside[k].head in range(k, k + 4)
            and doc[context.inside[k].head].lower_ in english().words.actor_kinds
        ):
            return True
        k += 1
    return False


def _left(context: _Context, token: Token) -> int:
    """Start of the phrase: modifiers in a row, a possessor included, never across a comma or "and"."""
    doc, start = context.doc, token.i
    while start > 0:
        before = doc[start - 1]
        if before.tag_ not in _CORE or before.text in {",", "—"} or before.lower_ in _CALENDAR:
            break
        if before.tag_ in {"CD", "VBG"} and start - 1 not in context.inside and before.head.i > token.i:
            break
        if before.tag_ in {"VBN", "JJ"} and before.dep_ in {"ROOT", "acl", "advcl", "acomp"}:
            break
        if (
            before.tag_ in {"NN", "NNS"}
            and lemma(before) in english().words.place_kinds
            and before.dep_ not in {"compound", "poss", "amod", "nmod"}
        ):
            break
        start -= 1
        if before.tag_ in {"DT", "PRP$"}:
            break
    return start


def _adjective(context: _Context, token: Token) -> ActorMention | None:
    """People word or a party word that only modifies: "*Russian* control", "*rebel*-held"."""
    words = english()
    run = context.inside.get(token.i)
    if (
        token.text in words.adjectives
        and (run is None or token.i < run.head)
        and not _continues(context, token)
    ):
        return ActorMention(head=token.i, span=(token.i, token.i + 1), shape="adjective", name=token.text)
    return None


def _pronoun(context: _Context, token: Token, found: list[ActorMention]) -> ActorMention | None:
    if token.lower_ not in _PRONOUNS or token.tag_ not in {"PRP", "PRP$", "WP"}:
        return None
    others = _apart(context, token, found) if token.tag_ == "PRP" else found
    antecedent = _antecedent(context, token, others)
    if antecedent is None:
        return None
    return ActorMention(
        head=token.i, span=(token.i, token.i + 1), shape="pronoun", name=antecedent.name, resolved=True
    )


def _apart(context: _Context, token: Token, found: list[ActorMention]) -> list[ActorMention]:
    """Those that stand in no part of the same clause: in "Senaki was seized by them" they are not Senaki, nor in "the
    enclave of Senaki and Poti was", nor in "Senaki, seized by them, was".
    """
    verb = _above(token)
    parts = {t.i for c in verb.children if c.dep_ in _PARTS for t in c.subtree}
    if verb.dep_ == "acl":
        parts.add(verb.head.i)
    return [m for m in found if m.head not in parts and _above(context.doc[m.head]).i != verb.i]


def _above(token: Token) -> Token:
    """The word that a token is an argument of."""
    return token.head.head if token.dep_ == "pobj" else token.head


def _antecedent(context: _Context, token: Token, found: list[ActorMention]) -> ActorMention | None:
    """Newest party before the pronoun, a subject before anything else."""
    here = [m for m in found if m.shape in {"name", "kind"} and _party(context, m)]
    subjects = [
        m
        for m in here
        if context.doc[m.head].dep_ in {"nsubj", "nsubjpass", "agent"}
        or context.doc[m.head].head.lower_ == "by"
    ]
    if token.lower_ == "who":
        return here[-1] if here else None
    if subjects and token.tag_ == "PRP$":
        return subjects[-1]
    if subjects:
        return subjects[0] if len(subjects) == 1 else subjects[-1]
    if here and token.dep_ not in {"nsubj", "nsubjpass"}:
        return here[-1]
    if context.memory.subject is not None:
        return context.memory.subject
    if here:
        return here[-1]
    return context.memory.actors[-1] if context.memory.actors else None


def _without_state(memory: Memory) -> Memory:
    """The memory less what "the group" and "the militants" do not mean: an army, a government, a place."""
    places = {place.name for place in memory.places}
    kept = [m for m in memory.actors if not _of_state(m) and (m.name not in places or m == memory.subject)]
    return replace(memory, subject=memory.subject if memory.subject in kept else None, actors=kept)


def _of_state(mention: ActorMention) -> bool:
    return mention.name.split()[-1].lower() in _STATE


def _party(context: _Context, mention: ActorMention) -> bool:
    """Whether not: the name stands where only a place does."""
    token = context.doc[mention.head]
    if mention.shape == "kind":
        return True
    if mention.name.lower() in english().words.months or token.ent_type_ == "DATE":
        return False
    if token.dep_ == "pobj" and token.head.lower_ in {
        "in",
        "at",
        "near",
        "into",
        "towards",
        "around",
        "outside",
        "on",
        "of",
        "inside",
        "from",
    }:
        return token.lower_ in english().words.actor_kinds or token.text.isupper()
    return True


def _resolved(context: _Context, mention: ActorMention, found: list[ActorMention]) -> ActorMention:
    """As in "its forces", "the group": the name comes from before."""
    doc = context.doc
    first = doc[mention.span[0]]
    if mention.shape != "kind":
        return mention
    bare = doc[mention.head].lower_ in _BARE and all(
        t.lower_ in _DEFINITE | _BARE or t.tag_ == "PRP$" for t in doc[mention.span[0] : mention.span[1]]
    )
    own = first.tag_ == "PRP$"
    if own and doc[mention.head].lower_ == "defenders":
        return mention  # "Sake was abandoned by its defenders": a place has them, not a party
    if bare and (own or first.lower_ in _DEFINITE):
        others = [m for m in found if m.span[1] <= mention.span[0]]
        if not own or doc[mention.head].head.dep_ == "agent":
            others = _apart(context, doc[mention.head], others)
        if doc[mention.head].lower_ in _NO_STATE:
            context = replace(context, memory=_without_state(context.memory))
            others = [m for m in others if not _of_state(m) and not holds_office(m.name)]
        antecedent = _antecedent(context, first, others)
        if antecedent is not None:
            return ActorMention(
                head=mention.head, span=mention.span, shape="kind", name=antecedent.name, resolved=True
            )
    return mention
