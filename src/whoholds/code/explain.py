"""Why the coder says what it says: the parse as a small tree, the candidates with their scores, the near misses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from whoholds.code.candidates import Draft
from whoholds.code.parse import Article, Sentence
from whoholds.code.triggers import Trigger, fill, triggers
from whoholds.model import Claim

if TYPE_CHECKING:
    from spacy.tokens import Token

_HIDDEN = frozenset({"punct", "det", "case"})
"""Kinds of word that the tree leaves out."""


def explain(
    article: Article,
    drafts: Sequence[tuple[Sentence, Draft]],
    claims: Sequence[tuple[Draft, Claim]],
    threshold: float,
) -> str:
    """Explain one article; ``drafts`` are all that were found possible, ``claims`` what became of some."""
    told = dict(claims)
    blocks = []
    for sentence in article.sentences:
        if sentence.context:
            continue
        own = [d for s, d in drafts if s.index == sentence.index]
        blocks.append("\n".join(_sentence(sentence, own, told, threshold)))
    return "\n\n".join(blocks)


def _sentence(
    sentence: Sentence, drafts: Sequence[Draft], told: dict[Draft, Claim], threshold: float
) -> Iterator[str]:
    yield f"[{sentence.index}] {sentence.text}"
    if not sentence.gated:
        yield "    not read: no word of the lexicon stands in it"
        return
    if sentence.asks:
        yield "    a question: it claims nothing"
        return
    yield from (f"    {line}" for line in tree(sentence))
    for draft in drafts:
        sign = "+" if draft in told else "-"
        yield f"  {sign} {draft.probability:.2f} {_drafted(draft)}  ({draft.why})"
        if draft in told:
            yield f"         {_reported(told[draft])}"
        elif draft.probability < threshold:
            yield f"         not counted: below the threshold {threshold:.2f}"
        else:
            yield "         not counted: it says what another claim of this report says"
    yield from (f"    {line}" for line in _misses(sentence, drafts))


def tree(sentence: Sentence) -> list[str]:
    """Draw the parse, one word a line, each below what it hangs on.

    Words that only help (articles, punctuation, auxiliaries) are left out.
    """
    root = next(t for t in sentence.doc if t.head.i == t.i)
    return [f"{root.text}  {root.tag_}", *_branches(root, "")]


def _branches(token: Token, indent: str) -> list[str]:
    children = [c for c in token.children if c.dep_ not in _HIDDEN]
    lines = []
    for n, child in enumerate(children):
        last = n == len(children) - 1
        lines.append(f"{indent}{'└─' if last else '├─'} {child.text}  {child.dep_}")
        lines += _branches(child, indent + ("   " if last else "│  "))
    return lines


def _drafted(draft: Draft) -> str:
    place = draft.place
    name = place.name or f"[{place.quantifier}{f' {place.n}' if place.n else ''} {place.kind}]"
    against = f", against {draft.against}" if draft.against else ""
    denied = ", denied" if draft.polarity == "denied" else ""
    return f"{draft.actor or 'nobody named'} {draft.relation} {name}{against}{denied}"


def _reported(claim: Claim) -> str:
    speaker = " > ".join(claim.speaker) or "the outlet"
    dates = f"{claim.start or 'undated'}{f' to {claim.end}' if claim.end else ''}"
    return (
        f"says {speaker}{' (a party)' if claim.by_party else ''}; {claim.modality}, {claim.polarity}; {dates}"
    )


def _misses(sentence: Sentence, drafts: Sequence[Draft]) -> Iterator[str]:
    """Yield why a word of the lexicon led to nothing."""
    doc = sentence.doc
    used = {d.trigger for d in drafts}
    seen = set()
    for trigger in triggers(doc):
        if trigger.token in used or trigger.token in seen:
            continue
        seen.add(trigger.token)
        yield f"{doc[trigger.token].text!r} ({trigger.entry.name}): {_reason(sentence, trigger)}"


def _reason(sentence: Sentence, trigger: Trigger) -> str:
    doc, entry = sentence.doc, trigger.entry
    roles = {"adjective": ("held",), "noun": entry.noun_place, "verb": entry.place}[trigger.form]
    filled = [k for role in roles for k in fill(doc, trigger, (role,))]
    if not filled:
        return f"nothing stands in a role of its place ({', '.join(roles)})"
    return f"{', '.join(repr(doc[k].text) for k in dict.fromkeys(filled))} was not found to be a place that is held"
