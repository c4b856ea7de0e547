"""From documents to claims: candidates, decisions, and the record that a claim is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from whoholds.code import when
from whoholds.code.assemble import Assembler
from whoholds.code.candidates import Draft
from whoholds.code.decide import ByRules, Decider, default
from whoholds.code.denials import MAY_DENY, contradicted
from whoholds.code.explain import explain
from whoholds.code.lexicon import english
from whoholds.code.parse import Article, Parser, Sentence
from whoholds.code.statements import statements
from whoholds.model import Alignment, Claim, Document, Names, Place, Problem, Stance, Strength

LONGEST = 1_000_000
"""Characters; a longer text is no report."""

SHORT = 400
"""Characters; a shorter text is read whatever its words."""


def default_threshold() -> float:
    """Return the least confidence of a claim that is yielded by default: the best balance. Loads no model."""
    return _threshold("best")


def map_threshold() -> float:
    """Return the confidence from which a claim enters a map: the least of four in five right. Loads no model."""
    return _threshold("precise")


def _threshold(name: str) -> float:
    card = files("whoholds.code") / "weights" / "card.json"
    if not card.is_file():
        return ByRules.threshold
    return float(json.loads(card.read_text(encoding="utf-8"))["threshold"][name])


@dataclass(frozen=True, kw_only=True)
class Coding:
    """What the coder found in one document: control claims, and what is said of actors beside them."""

    document: Document
    claims: tuple[Claim, ...] = ()
    strengths: tuple[Strength, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    stances: tuple[Stance, ...] = ()
    problems: tuple[Problem, ...] = ()


class Coder:
    """Reads control claims out of English reports.

    ``names`` are the project's known places and actors, used where given. ``threshold`` is the least
    confidence of a claim that is yielded; ``None`` takes the scorer's own.
    """

    version = "whoholds-code@9"

    def __init__(
        self, names: Names | None = None, threshold: float | None = None, decider: Decider | None = None
    ) -> None:
        self.names = names
        self.decider = decider or default()
        self.threshold = self.decider.threshold if threshold is None else threshold
        self._parser = Parser(english().gate, after=MAY_DENY)

    def code(self, documents: Iterable[Document]) -> Iterator[Coding]:
        """One coding a document, in order; a document that cannot be read yields a problem."""
        return map(self._coding, documents)

    def _coding(self, document: Document) -> Coding:
        if (reason := _unreadable(document)) is not None:
            return Coding(document=document, problems=(Problem(file=document.name, reason=reason),))
        if not _may_be_of_war(document):
            return Coding(document=document)
        article = self._parser.article(document)
        calendar = when.Calendar(article=article)
        told = self._told(article, self._drafts(article), calendar)
        claims = tuple(claim for _, claim in told)
        beside = statements(article, {claim.actor for claim in claims if claim.actor}, calendar)
        return Coding(
            document=document, claims=claims, strengths=beside.strengths, alignments=beside.alignments,
            stances=beside.stances,
        )  # fmt: skip

    def explain(self, document: Document) -> str:
        """Say for each sentence how it was read, what was found in it with which score, and why the rest did not count."""
        reason = _unreadable(document)
        if reason is not None:
            return f"{document.name}: {reason}"
        if not _may_be_of_war(document):
            return f"{document.name}: not read: no word of war stands in it"
        article = self._parser.article(document)
        drafts = self._drafts(article)
        calendar = when.Calendar(article=article)
        return explain(article, drafts, self._told(article, drafts, calendar), self.threshold)

    def _drafts(self, article: Article) -> list[tuple[Sentence, Draft]]:
        """What the decider makes of an article, and what others deny of it."""
        return list(contradicted(self.decider.drafts(article), article.sentences))

    def _told(
        self, article: Article, drafts: Sequence[tuple[Sentence, Draft]], calendar: when.Calendar
    ) -> list[tuple[Draft, Claim]]:
        """Claims with the drafts they come from; a second draft of the same claim adds nothing."""
        kept = [(s, d, self._acting(d)) for s, d in drafts if d.probability >= self.threshold]
        parties = {name for _, _, d in kept for name in (d.actor, d.against) if name}
        assembler = Assembler(article, parties, calendar)
        told: dict[str, tuple[Draft, Claim]] = {}
        for sentence, draft, mended in kept:
            claim = assembler.claim(sentence, mended)
            told.setdefault(claim.id, (draft, claim))
        return list(told.values())

    def _acting(self, draft: Draft) -> Draft:
        """Drop a known place that is no country as actor: it captures nothing."""
        if self.names is None or draft.actor is None or draft.actor in english().countries:
            return draft
        whole = (0, len(draft.actor))
        known = [m for m in self.names.mentions(draft.actor) if m.span == whole]
        return replace(draft, actor=None) if known and known[0].kind == "place" else draft


def _unreadable(document: Document) -> str | None:
    if re.split("[-_]", (document.language or "en").lower())[0] not in {"en", "eng", "english"}:
        return f"language is {document.language!r}: only English is coded"
    if len(document.text) > LONGEST:
        return f"text has {len(document.text):,} characters: the limit is {LONGEST:,}"
    return None


def _may_be_of_war(document: Document) -> bool:
    """Whether a word of war stands in a report; a few sentences may be about one without."""
    whole = f"{document.title}\n{document.before}\n{document.text}"
    return len(whole) < SHORT or english().subject.search(whole) is not None


def record(claim: Claim) -> dict[str, object]:
    """Claim as the codebook's record, with sentence, span and confidence."""
    return {
        "relation": claim.relation,
        "actor": claim.actor,
        "against": claim.against,
        "place": place_record(claim.place),
        "start": claim.start,
        "end": claim.end,
        "speaker": list(claim.speaker),
        "by_party": claim.by_party,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "quote": claim.quote,
        "sentence": claim.sentence,
        "span": list(claim.span),
        "confidence": claim.confidence,
    }


def place_record(place: Place) -> dict[str, object]:
    """Place as the codebook's record."""
    return {
        "name": place.name, "kind": place.kind, "within": place.within, "quantifier": place.quantifier, "n": place.n,
        "of": place.of, "except": list(place.excepted), "extent": place.extent,
    }  # fmt: skip
