"""Where a report says that what it tells is not proved: "The claim could not be independently verified"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from whoholds.code.parse import Sentence

UNPROVED = re.compile(
    r"\b(?:could|can|have|has|had|was|were|is|are)(?: ?not|n't)(?: yet)?(?: be| been)?(?: immediately| independently)*"
    r" (?:verif|confirm|check|corroborat)\w*|\b(?:no|without) (?:independent |immediate |official )?(?:confirmation|verification)\b"
    r"|\b(?:claims?|reports?|statements?|accounts?|announcement|this)\b[^.;]{0,60}\b(?:unconfirmed|unverified|could not be|not been"
    r" (?:independently )?(?:verified|confirmed))|\b(?:is|are|was|were|remains?|remained) (?:still |as yet )?(?:unconfirmed|unverified)\b|\bthis we could not (?:check|confirm|verify)"
    r"|\b(?:unable to|could not|cannot|did not|not (?:immediately |yet )?possible to) (?:independently |immediately )?"
    r"(?:verify|confirm|check)\b", re.I
)  # fmt: skip
"""Words by which a report says that what it tells is not proved."""

_BACK = re.compile(r"\b(?:the|this|that|these|those|his|her|its|their|either|both|neither)\s(?:\w+\s)?"
                   r"(?:claims?|reports?|statements?|accounts?|announcement|assertions?)\b|^(?:this|that|it)\b"
                   r"|^(?:but )?(?:there (?:was|is|has been) )?no (?:independent|immediate|official)\b", re.I)  # fmt: skip


def is_unproved(sentence: Sentence, token: Token, following: Sequence[Sentence]) -> bool:
    """Whether the report says, here or in the next two sentences, that this could not be verified."""
    if UNPROVED.search(sentence.text[token.idx :]):
        return True
    return any(_points_back(later.text) for later in following[:2])


def _points_back(text: str) -> bool:
    return bool(UNPROVED.search(text) and _BACK.search(text) and len(text) < 240)
