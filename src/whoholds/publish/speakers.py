"""Private persons are published by role, in speakers and in quotes.

A name is public where the text gives it a public role ("governor", "spokesman"), where the speaker
belongs to a party, or where it is an actor's, an outlet's or an organisation's. Every other name that
looks like a person's is withheld: between harming somebody and hiding an official, the page hides the
official. What is taken out of a quote is marked in brackets. There is no list of names that is ever
complete; an editor who must be sure reads the page, or withholds quotes with ``coarsen``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from whoholds.model import Attested, Claim

WITHHELD = "[name withheld]"
SOMEBODY = "a person named in the report"

_PRIVATE = (
    "resident|residents|villager|farmer|shopkeeper|shop owner|trader|merchant|teacher|student|doctor|nurse|"
    "medic|driver|worker|labourer|laborer|housewife|mother|father|widow|witness|eyewitness|eye-witness|"
    "refugee|survivor|elder|pensioner|retiree|engineer|civilian|relative|neighbour|neighbor|local|man|woman|"
    "boy|girl|soldier|fighter|volunteer|aid worker|baker|mechanic|businessman|businesswoman|imam|activist"
)
_PUBLIC = (
    "spokes(?:man|woman|person)|minister|governor|president|premier|mayor|police chief|commander|general|"
    "colonel|major|captain|lieutenant|brigadier|admiral|marshal|official|councillor|councilor|council|"
    "lawmaker|mp|senator|deputy|ambassador|envoy|diplomat|leader|chief|director|head|representative|"
    "secretary|chairman|chairwoman|member of parliament|analyst|adviser|advisor|chancellor|king|emir|sheikh"
)
_ORGANISATION = (
    "press|news|agency|observatory|radio|television|tv|times|post|journal|network|institute|ministry|army|"
    "forces?|government|group|committee|council|department|office|front|brigade|militia|movement|party|"
    "nations|command|staff|police|media|jazeera|centre|center|organisation|organization|house|state|union|"
    "monitors?|authorities|officials?|troops|reports?|channel|embassy|intelligence|coalition|administration"
)
# A word is at most so long: a hostile one of ten thousand letters must not take a minute.
_NAME = r"\b[A-Z][\w'’\-]{1,40}(?:\s+(?:(?:al|el|bin|ibn|ul|ur|de|van|von)[\s\-])?[A-Z][\w'’\-]{1,40}){1,3}"
_private = re.compile(rf"\b({_PRIVATE})\b", re.IGNORECASE)
_public = re.compile(rf"\b(?:{_PUBLIC})\b", re.IGNORECASE)
_organisation = re.compile(rf"\b(?:{_ORGANISATION})\b", re.IGNORECASE)
_name = re.compile(_NAME)
_told_private = re.compile(
    rf"(?:\b(?i:{_PRIVATE})\s+(?P<after>{_NAME}))"
    rf"|(?P<before>{_NAME}),?\s+(?:\(?\d{{1,3}}\)?,?\s+)?(?:who is\s+)?(?:an?|the)\s+(?:[a-z\-]+\s+){{0,3}}?"
    rf"(?i:{_PRIVATE})\b"
)


def by_role(attested: Sequence[Attested], public: Iterable[str]) -> list[Claim]:
    """Each claim as it may be published; ``public`` are names that stand: actors, units, outlets."""
    safe = {name.casefold() for name in public}
    hidden: dict[str, set[str]] = {}
    for item in attested:
        found = hidden.setdefault(item.claim.document, set())
        outlet = {(item.document.outlet or "").casefold()}
        found.update(n for n in _private_names(item.claim) if n.casefold() not in safe | outlet)
    return [_published(item.claim, hidden[item.claim.document]) for item in attested]


def _private_names(claim: Claim) -> set[str]:
    """Names of persons in this claim that no public role covers."""
    names = {m["after"] or m["before"] for m in _told_private.finditer(claim.sentence)}
    if not claim.by_party:
        for speaker in claim.speaker:
            if _organisation.search(speaker) or _public.search(speaker):
                continue
            names.update(n for n in _name.findall(speaker) if not _has_public_role(n, claim.sentence))
    return names


def _has_public_role(name: str, sentence: str) -> bool:
    """Whether a public role stands just before the name, or in the apposition after it."""
    at = sentence.find(name)
    if at < 0:
        return False
    before = sentence[max(0, at - 40) : at]
    after = re.match(r",\s[^.;]{0,60}?,|\s\([^)]{0,60}\)", sentence[at + len(name) :])
    return bool(_public.search(before) or (after and _public.search(after[0])))


def _published(claim: Claim, hidden: set[str]) -> Claim:
    """Take the hidden names, and their last words alone, out of the claim."""
    if not hidden:
        return claim
    alone = {name.split()[-1] for name in hidden}
    words = "|".join(re.escape(n) for n in sorted(hidden | alone, key=len, reverse=True))
    pattern = re.compile(rf"\b(?:{words})\b")
    return replace(
        claim,
        quote=pattern.sub(WITHHELD, claim.quote),
        sentence=pattern.sub(WITHHELD, claim.sentence),
        speaker=tuple(_role(s, claim.sentence, pattern) for s in claim.speaker),
        actor=pattern.sub(WITHHELD, claim.actor) if claim.actor else claim.actor,
    )


def _role(speaker: str, sentence: str, pattern: re.Pattern[str]) -> str:
    """Put the speaker's role in place of a hidden name."""
    if not pattern.search(speaker):
        return speaker
    told = _private.search(speaker)
    if told is None:
        for match in _told_private.finditer(sentence):
            if pattern.search(match["after"] or match["before"]):
                told = _private.search(match[0])
    if told is None:
        return SOMEBODY
    word = told[1].lower().removesuffix("s") if told[1].lower() == "residents" else told[1].lower()
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
