"""Hostile text made harmless once, before any exporter sees it.

Markup is not touched: every exporter escapes for its own format. What goes is what no format can show as
text: control characters, lone surrogates, and the invisible characters that reorder or hide what follows.
Marks that scripts need (zero-width joiners, left-to-right and right-to-left marks) stay.
"""

from __future__ import annotations

import re
from dataclasses import replace

from whoholds.model import Claim, Document, Unit

_invisible = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for tab and line feed
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates
    "\ufeff\ufff9-\uffff"  # byte order mark, annotation, noncharacters
    "\U000e0000-\U000e007f]"  # tags
)
_surrogate = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """The text without what cannot be shown as text; tabs and line breaks become spaces."""
    return _invisible.sub("", _surrogate.sub("\ufffd", text)).replace("\n", " ").replace("\t", " ")


def maybe(text: str | None) -> str | None:
    """:func:`plain`, where there is a text."""
    return None if text is None else plain(text)


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web; anything else (``javascript:``, a file) is no link."""
    if url is None or not re.fullmatch(r"https?://[^\s<>\"'`\\]{1,2000}", url, re.IGNORECASE):
        return None
    return plain(url)


def plain_unit(unit: Unit) -> Unit:
    """The unit with plain names."""
    return replace(unit, name=plain(unit.name), names=tuple(map(plain, unit.names)), code=maybe(unit.code))


def plain_claim(claim: Claim) -> Claim:
    """The claim with plain words."""
    place = replace(
        claim.place,
        name=maybe(claim.place.name),
        within=maybe(claim.place.within),
        excepted=tuple(map(plain, claim.place.excepted)),
    )
    return replace(
        claim,
        actor=maybe(claim.actor),
        against=maybe(claim.against),
        place=place,
        quote=plain(claim.quote),
        sentence=plain(claim.sentence),
        speaker=tuple(map(plain, claim.speaker)),
    )


def plain_document(document: Document) -> Document:
    """The document with plain words, a web address or none, and no text."""
    return replace(
        document,
        text="",
        before="",
        url=web_address(document.url),
        outlet=maybe(document.outlet),
        title=maybe(document.title),
        language=maybe(document.language),
        locator=None,
    )
