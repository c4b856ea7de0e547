"""From a draft to a claim: who says it, how surely, when it held, and the quote with its span."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from whoholds.code import modality, selves, speaker, when
from whoholds.code.candidates import Draft
from whoholds.code.parse import Article, Sentence
from whoholds.model import Claim

FOLLOWING = 3
"""Sentences after the claim's own that may cast doubt on it."""


class Assembler:
    """Makes claims of one article's drafts. ``parties`` are names known as parties to the conflict."""

    def __init__(self, article: Article, parties: Collection[str], calendar: when.Calendar) -> None:
        self.article = article
        self._calendar = calendar
        self._attribution = speaker.Attribution(article=article, names=frozenset(parties))

    def claim(self, sentence: Sentence, draft: Draft) -> Claim:
        """Return the claim that a draft of this sentence makes."""
        following = self.article.sentences[sentence.index + 1 : sentence.index + 1 + FOLLOWING]
        mood, polarity = modality.judge(sentence, draft.trigger, following, draft.relation)
        mood = draft.modality or mood
        speakers, by_party = speaker.speakers(self._attribution, sentence, draft.trigger)
        start, end = when.resolve(
            self._calendar, sentence, draft.trigger, draft.relation, mood, place=draft.tokens[0]
        )
        text = self.article.document.text
        span = sentence.source(min(a for a, _ in draft.tokens), max(b for _, b in draft.tokens))
        whole = sentence.source(0, len(sentence.doc))
        place = draft.place if draft.extent is None else replace(draft.place, extent=draft.extent)
        return Claim(
            document=self.article.document.id,
            relation=draft.relation,
            actor=_doer(draft, speakers if by_party else (), text),
            against=draft.against,
            place=place,
            quote=text[slice(*span)],
            sentence=text[slice(*whole)],
            span=span,
            start=start,
            end=end,
            speaker=speakers,
            by_party=by_party,
            modality=mood,
            polarity=draft.polarity or polarity,
            confidence=round(draft.probability, 4),
        )


def _doer(draft: Draft, speakers: Sequence[str], text: str) -> str | None:
    """The actor of a draft: the party of the innermost speaker where the doer is "we"."""
    own = draft.own or (draft.actor or "").lower().startswith("our ")
    if not own or not speakers:
        return draft.actor
    return selves.party(speakers[-1]) or selves.introduced(speakers[-1], text) or draft.actor
