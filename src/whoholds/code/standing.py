"""What a name in reports reads like: a party, a person in a public role, or nobody who may have a page.

A page, a table or a feed that names a private person may get somebody killed, and one on "elders" or "200 policemen"
helps nobody. So an actor that no editor has listed must read like one: by its own words ("Hill League", "General Omar
Tarin"), or by what is said of it ("Fano fighters", "Omar Tarin, the army's commander"). Whoever is anywhere called by a
private role ("a shopkeeper named", "his brother") reads like nobody, whatever else is said of them. Everything else
stays what it was, words in a claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from whoholds.code.clauses import words
from whoholds.code.frames import frames
from whoholds.code.lexicon import english
from whoholds.code.party import NEUTRAL

Reading = Literal["party", "person"]

_MEDIA = words(
    "observatory agency network news times post journal war company general staff unit units division"
)
_NOT_ORGANS = words("commander commanders leader general president king emperor captain colonel elder elders ruler rulers "
                    "people men members member power powers state side sides element elements warlord")  # fmt: skip
_RELATIVES = words(
    "mother father brother sister son daughter wife husband widow widower uncle aunt cousin nephew niece grandmother "
    "grandfather grandson family neighbour neighbor friend bride orphan child boy girl baby parent"
)
_PRIVATE = (NEUTRAL - words("un times post channel network house news television radio tv magazine media outlet map lord "
            "judge tribe world herald guardian daily reuters afp ap bbc cnn source report agency observatory institute company "
            "university elder western bishop archbishop imam patriarch diplomat watchdog rights hospital aid network")) | _RELATIVES | words(
    "victim survivor eyewitness baker mechanic carpenter tailor butcher barber cook waiter labourer laborer pensioner housewife "
    "midwife medic surgeon pharmacist lawyer businessman businesswoman merchant vendor owner poet singer pupil passenger "
    "pedestrian patient man woman youth herder shepherd miner clerk accountant paramedic volunteer cleaner guard cyclist"
)  # fmt: skip
_PLAIN_OPENERS = words("the a an some several many few both all other former ex local tribal armed two three four five six "
                       "seven eight nine ten dozens hundreds thousands about around nearly")  # fmt: skip
_CALLED = words("named called identified known as nicknamed")
_FOREIGN = words("jabhat jaysh jaish jund liwa harakat harakah hizb hezb jamaat lashkar tehrik tehreek tahrik katiba kataib "
                 "saraya faylaq frente ejército ejercito fuerzas movimiento partido mouvement parti")  # fmt: skip
"""Front, army, brigade, movement, party in the names that groups give themselves; none is a usual name of a person."""
_RANKS = r"(?:members?|leaders?|leadership|commanders?|spokes(?:man|woman|person)|ranks)"
_SPLIT = re.compile(r"\s(?:of|in|from|for|at|near|under|with|who|on|against|to|by)\s")
_WORD = re.compile(r"[^\W_][\w’'.-]*")
_ACRONYM = re.compile(r"(?=.*[A-Z])[A-Z0-9]{2,}(?:-[A-Z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One mention of an actor: its name as written, the sentence around it, and what is said of it there."""

    name: str
    sentence: str
    fights: bool = False
    """It has fighters, or holds or takes a place."""
    heads: bool = False
    """It is said to head something, or to hold an office."""


def readings(heard: Iterable[tuple[str, Heard]], is_place: Callable[[str], bool]) -> dict[str, Reading]:
    """What each id reads like, from all that mention it; ids that read like nobody are left out."""
    by_id: dict[str, list[Heard]] = {}
    for actor, one in heard:
        by_id.setdefault(actor, []).append(one)
    told = {actor: _reading(mentions, is_place) for actor, mentions in by_id.items()}
    return {actor: reading for actor, reading in told.items() if reading is not None}


def _reading(mentions: list[Heard], is_place: Callable[[str], bool]) -> Reading | None:
    named = [m for m in mentions if names(m.name, m.sentence)]
    if (
        not named
        or any(is_place(m.name) for m in named)
        or any(private(m.name, m.sentence) for m in mentions)
    ):
        return None
    if any(is_party(m.name) for m in named):
        return "party"
    if any(is_person(m.name, is_place) or public_role(m.name, m.sentence) for m in named):
        return "person"
    if any(_of_fighters(m.name, m.sentence) for m in named):
        return "party"
    if any(m.fights and not m.heads and not could_be_person(m.name) for m in named):
        return "party"
    return "person" if any(m.heads or m.fights for m in named) else None


def names(name: str, sentence: str = "") -> bool:
    """Whether the phrase names somebody: a capital that does not just open the sentence, before any "of" or "in".

    >>> names("elders of Kohistan"), names("Hill League"), names("Army of Conquest"), names("Local militia", "Local militia fled.")
    (False, True, True, False)
    """
    head = _SPLIT.split(f" {name} ")[0].split()
    capital = [w for w in head if w[:1].isupper() and w.lower() not in _PLAIN_OPENERS]
    if not capital:
        return False
    opens = sentence.lstrip("“\"'‘ ").startswith(name) and len(capital) == 1 and capital[0] == head[0]
    sure = (
        _ACRONYM.fullmatch(capital[0])
        or capital[0] in english().adjectives
        or capital[0] in english().countries
    )
    if opens and not sure:
        return bool(re.search(r"\sof\s+(?:the\s+)?[A-Z]", name)) and capital[0].lower() in _organs()
    rest = [w for w in capital if _bare(w) not in _generic()]
    return bool(rest) or (
        capital[0].lower() in _organs() and bool(re.search(r"\s(?:of|for)\s+(?:the\s+)?[A-Z]", name))
    )


def is_party(name: str) -> bool:
    """Whether the words of a name are a party's: an organ, an abbreviation, a nation.

    >>> is_party("Hill League"), is_party("M23"), is_party("Turkey"), is_party("Omar Tarin")
    (True, True, True, False)
    """
    head = _SPLIT.split(f" {name} ")[0].split()
    if any(_bare(w) in _offices() for w in head):
        return False
    folded = {_bare(w) for w in head}
    nation = name in english().countries or any(w in english().adjectives for w in head)
    return bool(folded & _organs()) or nation or any(_ACRONYM.fullmatch(w) for w in head)


def is_person(name: str, is_place: Callable[[str], bool] = lambda _: False) -> bool:
    """Whether the words are an office and a name: "General Omar Tarin", "President Kiir".

    >>> is_person("General Omar Tarin"), is_person("general"), is_person("Kapisa governor")
    (True, False, False)
    """
    said = name.split()
    office = next((k for k, w in enumerate(said) if _bare(w) in _offices()), None)
    if office is None:
        return False
    after = [w for w in said[office + 1 :] if w[:1].isupper() and w.lower() not in _generic()]
    linked = any(w in ("of", "in", "for", "at", "from", "to") for w in said[office + 1 :])
    return bool(after) and not linked and not is_place(" ".join(after))


def holds_office(name: str) -> bool:
    """Whether the words are one person's by office, named or not.

    >>> holds_office("the UN envoy"), holds_office("President Kiir"), holds_office("the governor's men")
    (True, True, False)
    """
    said = _SPLIT.split(f" {name} ")[0].split()
    return is_person(name) or bool(said and _bare(said[-1]) in _offices())


def could_be_person(name: str) -> bool:
    """Whether a name that nothing else is known of may be a person's: two or three capitals and no organ.

    >>> could_be_person("Omar Tarin"), could_be_person("Hayat Tahrir al-Sham"), could_be_person("Hill League")
    (True, False, False)
    """
    said = name.split()
    return 2 <= len(said) <= 4 and all(w[:1].isupper() for w in said) and not is_party(name)


def public_role(name: str, sentence: str) -> bool:
    """Whether the sentence gives the name an office, right before it or beside it."""
    return _role(name, sentence) == "public"


def private(name: str, sentence: str) -> bool:
    """Whether the sentence calls the name by a private role: a trade, a relative, a witness, a victim.

    >>> private("Omar Tarin", "A shopkeeper named Omar Tarin said so."), private("Omar Tarin", "Omar Tarin, 43, a teacher, fled.")
    (True, True)
    """
    return not is_party(name) and _role(name, sentence) == "private"


def _role(name: str, sentence: str) -> Literal["public", "private"] | None:
    """The nearest role to the name; a private one outweighs a public one that is as near."""
    found: list[tuple[int, bool]] = []
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence):
        found += _before(sentence[: match.start()])
        found += _after(sentence[match.end() :])
    if not found:
        return None
    return "public" if min(found)[1] else "private"


def _before(text: str) -> Iterator[tuple[int, bool]]:
    """The role right before a name: "a shopkeeper named", "his brother", "the commander of the army,"."""
    apposed = re.search(r"(?P<role>[\w’'-]+)(?:\s(?:of|for|in|at|from)\s[^,;.:]{1,60})?,\s?$", text)
    if apposed is not None and (kind := _kind(apposed["role"])) is not None:
        yield 1, kind
    for away, word in enumerate(reversed(_WORD.findall(re.split(r"[,;:?!()“”]", text)[-1])[-6:])):
        kind = _kind(word)
        if kind is not None:
            yield away, kind
        elif not word[:1].isupper() and word.lower() not in _CALLED:
            return


def _after(text: str) -> Iterator[tuple[int, bool]]:
    """Roles in the apposition after the name: ", a teacher in Taloqan,", " (a farmer)", ", who leads"."""
    told = re.match(r"\s?[,(]\s?(?:(?:aged\s)?\d{1,3},?\s)?(?P<role>[^,.;()]{2,80})", text)
    if told is None or _SAYS & set(_WORD.findall(told["role"])):
        return  # "the Karen National Union, a lawyer said"
    for away, word in enumerate(_WORD.findall(told["role"])[:9]):
        kind = _kind(word)
        if kind is not None:
            yield away, kind
            return


_SAYS = words("said says say told added reported claimed wrote warned insisted admitted confirmed argued")


def _kind(word: str) -> bool | None:
    """True for an office, False for a private role."""
    one = _bare(word)
    if one in _PRIVATE or (one.endswith("s") and one[:-1] in _PRIVATE):
        return False
    return True if one in _offices() else None


def _bare(word: str) -> str:
    return word.lower().rstrip(".").removesuffix("'s").removesuffix("’s")


def _of_fighters(name: str, sentence: str) -> bool:
    """As in "Fano fighters", "the rebels of Boko Haram", "the group Boko Haram", "a Boko Haram spokesman", "the Boko Haram"."""
    people = "|".join(sorted(frames().words["people"] | {"force", "movement", "group", "militia", "faction"}))
    own = re.escape(name)
    before = rf"(?:{people})s?\s(?:of\s|from\s)?(?:the\s)?[“\"]?{own}\b(?![’'])"  # no "members of Omar Tarin's family"
    if re.search(rf"\b{own}[”\"]?\s(?:[a-z]+\s)?(?:{people})s?\b|\b{before}", sentence):
        return True
    # No person has members, and none is called "the" without an office before the name.
    ranks = rf"\b{own}[”\"]?\s{_RANKS}\b|\b{_RANKS}\sof\s(?:the\s)?[“\"]?{own}\b(?![’'])"
    article = rf"\b[Tt]he\s[“\"]?{own}[”\"]?(?=[,.;]|\s(?:has|have|had|is|was|are|were|said|says)\b)"
    return bool(re.search(rf"{ranks}|{article}", sentence))


@cache
def _organs() -> frozenset[str]:
    """Words that make a name a party's."""
    kinds = english().words.actor_kinds | english().words.actor_heads
    own = words("league brotherhood taliban emirate caliphate junta")
    return (kinds - _MEDIA - _NOT_ORGANS) | own | _FOREIGN


@cache
def _offices() -> frozenset[str]:
    """Offices, in the singular: a person holds one."""
    plural = words("delegation presidency leadership elder official")
    titles = words("gen brig col lt maj capt gov sen")
    return (frames().words["offices"] | frames().words["heads"] | titles) - plural


@cache
def _generic() -> frozenset[str]:
    """Words that describe and do not name, capital or not."""
    more = words(
        "vice prime deputy former ex acting interim senior top first foreign interior defence defense police provincial district"
    )
    return (
        _organs()
        | _NOT_ORGANS
        | _MEDIA
        | _offices()
        | frames().words["people"]
        | more
        | _PRIVATE
        | english().words.days
    )
