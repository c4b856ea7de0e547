"""Private persons are published by role, in speakers and in quotes.

A name is public where the text gives it a public role ("governor", "spokesman"), where the speaker
belongs to a party, or where it is an actor's, an outlet's or an organisation's. Every other name that
looks like a person's is withheld: between harming somebody and hiding an official, the page hides the
official. A speaker of one name is withheld where the sentence gives a private role ("Najib, a farmer, said"); alone
it could as well be an agency. A script without capitals does not tell names from other words: there every speaker is
withheld who is no actor, unit or outlet. What is taken out of a quote is marked in brackets. There is no list of
names that is ever complete; an editor who must be sure reads the page, or withholds quotes with ``coarsen``.

A project that names no persons at all (``persons = false``) hides those in public roles in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from whoholds.model import Attested, Claim
from whoholds.publish.edition import Settings

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
_CASED = (*range(0x590), *range(0x1E00, 0x2000))
"""Where the scripts stand that write names with a capital: Latin with its accents, Greek, Cyrillic, Armenian."""
_CAPITAL = "".join(c for c in map(chr, _CASED) if c.isupper())
_OPENS = (
    "In|On|At|From|Near|After|Before|By|The|But|And|When|While|As|Since|Until|During|For|With|To|Outside|Inside|"
    "Around|Across|Meanwhile|Earlier|Later|One|Some|This|That"
)
# A word is at most so long: a hostile one of ten thousand letters must not take a minute.
_WORD = rf"[{_CAPITAL}][\w'’\-]{{1,40}}"
_PART = rf"(?:(?:al|el|bin|ibn|ul|ur|de|van|von)[\s\-])?{_WORD}"
_NAME = (
    rf"(?:(?<![\w.])(?:[{_CAPITAL}]\.\s+){{1,2}}{_WORD}(?:\s+{_PART}){{0,3}}"  # A. B. Sefi
    rf"|\b{_WORD}(?:\s+[{_CAPITAL}]\b\.?){{0,2}}(?:\s+{_PART}){{1,3}})"  # Amran B. Sefi
)
_private = re.compile(rf"\b({_PRIVATE})\b", re.IGNORECASE)
_public = re.compile(rf"\b({_PUBLIC})\b", re.IGNORECASE)
_organisation = re.compile(rf"\b(?:{_ORGANISATION})\b", re.IGNORECASE)
_opens = re.compile(rf"\A(?:(?:{_OPENS})\s+)+")
_name, _word = re.compile(_NAME), re.compile(rf"\b{_WORD}")
_TRADES = _PRIVATE.replace("|local|", "|")
"""What stands before a person's only name: a local Tajik is nobody's name."""


@lru_cache(maxsize=256)
def _told(roles: str, name: str = _NAME) -> re.Pattern[str]:
    """A name, whose pattern may be given, right after one of the roles, or with one in the apposition after it."""
    return re.compile(
        rf"(?:\b(?i:{roles})\s+(?P<after>{name}))"
        rf"|(?P<before>{name}),?\s+(?:\(?\d{{1,3}}\)?,?\s+)?(?:who is\s+)?(?:an?|the)\s+(?:[a-z\-]+\s+){{0,3}}?"
        rf"(?i:{roles})\b"
    )


_told_private, _told_public = _told(_PRIVATE), _told(_PUBLIC)


def shown(
    attested: Sequence[Attested], settings: Settings, public: Iterable[str], persons: Iterable[str] = ()
) -> list[Attested]:
    """Each claim, its report's title and an editor's reason, as the settings let it be published; see :func:`by_role`."""
    if not settings.persons:
        return by_role(attested, public, persons=persons)
    if settings.speakers == "names":
        return list(attested)
    return by_role(attested, public)


def by_role(
    attested: Sequence[Attested], public: Iterable[str], *, persons: Iterable[str] | None = None
) -> list[Attested]:
    """Each claim, its report's title and an editor's reason, private speakers by role; ``public`` are names that stand: actors, units.

    ``persons``, where it is given, are names of persons in public roles: they, and whoever else a role introduces,
    are withheld as private ones are.
    """
    everybody = None if persons is None else {n for name in persons for n in _without_titles(name)}
    safe = {name.casefold() for name in public} - {name.casefold() for name in everybody or ()}
    hidden: dict[str, set[str]] = {}
    for item in attested:
        found = hidden.setdefault(item.claim.document, set())
        outlet = {(item.document.outlet or "").casefold()}
        text = f"{item.document.title or ''}. {item.claim.sentence}"
        names = _private_speakers(item.claim) | set(_told_of(_told_private, text))
        if everybody is not None:
            names |= _public_names(item.claim, text) | {n for n in everybody if n.split()[-1] in text}
        found.update(n for n in names if n.casefold() not in safe | outlet)
    return [_published(item, hidden[item.claim.document]) for item in attested]


def _told_of(roles: re.Pattern[str], text: str) -> Iterator[str]:
    """Names that a role introduces in a text, without a word that only opens the sentence: "In Kemra, a resident said"."""
    for match in roles.finditer(text):
        name = _opens.sub("", match["after"] or match["before"])
        if " " in name:
            yield name


def _public_names(claim: Claim, text: str) -> set[str]:
    """Names of persons that a public role introduces in a text, and of speakers."""
    told = list(_told_of(_told_public, text))
    told += [n for s in claim.speaker if not _organisation.search(s) for n in _name.findall(s)]
    return {n for name in told for n in _without_titles(name)}


def _without_titles(name: str) -> Iterator[str]:
    """The name without the offices before it; nothing where no name is left."""
    words = name.split()
    while words and (_public.fullmatch(words[0]) or words[0].lower() in ("vice", "deputy", "prime")):
        words = words[1:]
    if words and not _organisation.search(" ".join(words)):
        yield " ".join(words)


def _private_speakers(claim: Claim) -> set[str]:
    """Names of speakers that no public role covers."""
    names: set[str] = set()
    if not claim.by_party:
        for speaker in claim.speaker:
            if _organisation.search(speaker) or _public.search(speaker):
                continue
            names.update(n for n in _name.findall(speaker) if not _has_public_role(n, claim.sentence))
            names.update(_of_one_word(speaker, claim.sentence))
    return names


def _of_one_word(speaker: str, sentence: str) -> Iterator[str]:
    """A speaker's only name, where a private role says that it is a person's; all of it in a script without capitals."""
    letters = [ord(c) for c in speaker if c.isalpha()]
    if letters and not any(letter in _CASED for letter in letters):
        yield speaker
        return
    found = [word for word in _word.findall(speaker) if not _private.fullmatch(word)]
    if len(found) == 1 and _told(_TRADES, rf"\b{re.escape(found[0])}(?!\w)").search(f"{speaker}. {sentence}"):
        yield found[0]


def _has_public_role(name: str, sentence: str) -> bool:
    """Whether a public role stands just before the name, or in the apposition after it."""
    at = sentence.find(name)
    if at < 0:
        return False
    before = sentence[max(0, at - 40) : at]
    after = re.match(r",\s[^.;]{0,60}?,|\s\([^)]{0,60}\)", sentence[at + len(name) :])
    return bool(_public.search(before) or (after and _public.search(after[0])))


def _published(item: Attested, hidden: set[str]) -> Attested:
    """Take the hidden names, and their last words alone, out of the claim, its report's title and an editor's reason."""
    if not hidden:
        return item
    alone = {name.split()[-1] for name in hidden}
    words = "|".join(re.escape(n) for n in sorted(hidden | alone, key=len, reverse=True))
    pattern = re.compile(rf"\b(?:{words})\b")

    def without(text: str | None) -> str | None:
        return pattern.sub(WITHHELD, text) if text else text

    claim, word = item.claim, item.judgement
    place = replace(claim.place, name=without(claim.place.name), within=without(claim.place.within))
    return replace(
        item,
        document=replace(item.document, title=without(item.document.title)),
        judgement=word and replace(word, reason=pattern.sub(WITHHELD, word.reason)),
        claim=replace(
            claim,
            quote=pattern.sub(WITHHELD, claim.quote),
            sentence=pattern.sub(WITHHELD, claim.sentence),
            speaker=tuple(_role(s, claim.sentence, pattern) for s in claim.speaker),
            place=place,
            actor=without(claim.actor),
            against=without(claim.against),
        ),
    )


def _role(speaker: str, sentence: str, pattern: re.Pattern[str]) -> str:
    """Put the speaker's role in place of a hidden name."""
    if not pattern.search(speaker):
        return speaker
    told = _private.search(speaker) or _public.search(speaker)
    if told is None:
        for match in (
            *_told(_PRIVATE, pattern.pattern).finditer(sentence),
            *_told(_PUBLIC, pattern.pattern).finditer(sentence),
        ):
            told = _private.search(match[0]) or _public.search(match[0])
    if told is None:
        return SOMEBODY
    word = told[1].lower().removesuffix("s") if told[1].lower() == "residents" else told[1].lower()
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
