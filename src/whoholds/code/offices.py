"""Whose office somebody holds, by the words of the phrase alone: the state's, or another authority's.

"The governor" speaks for the state. "The rebel-appointed governor", "the interior minister of the rival government" and
"the Houthi foreign minister" do not, and whoever takes them for the state's counts a boast as an admission.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from whoholds.code.clauses import words
from whoholds.code.lexicon import english

_NATIONAL = words(
    "minister ministry ministries government parliament presidency president premier cabinet administration authority "
    "authorities lawmaker lawmakers senator senators"
)
"""Offices and bodies of a whole country: what stands before them names whose they are."""
_LOCAL = words(
    "council councillor councillors governor governors mayor mayors official officials administrator prefect chairman "
    "police intelligence"
)
"""Offices that a place may stand before: "the Kandahar governor"."""
_RIVAL = words(
    "rival breakaway self-proclaimed self-declared self-styled self-appointed unrecognised unrecognized unofficial parallel "
    "shadow exiled secessionist rebel rebels insurgent insurgents separatist separatists militant militants opposition "
    "guerrilla guerrillas puppet occupation occupying militia jihadist jihadists islamist islamists"
)
"""Words that say that an authority is not the state's."""
_MADE = (
    r"appointed|installed|run|led|controlled|held|based|named|picked|imposed|affiliated|aligned|allied|linked"
)
_BY = re.compile(rf"(?P<who>[\w’']+)-(?:{_MADE})\b|\b(?:{_MADE})\s+by\s+(?:the\s+)?(?P<by>[\w’' -]+)")
_BACKED = re.compile(r"[\w’'.]+-(?:backed|supported|funded|recogni[sz]ed|trained)\s+")
"""Who backs an authority does not own its offices."""
_TITLES = words(
    "prime deputy vice interior defence defense foreign finance justice information health education regional local federal "
    "national central state former acting interim caretaker senior top chief first security army police the an a mr mrs general "
    "republic transitional new public works agriculture energy water oil gas petroleum transport culture youth women womens "
    "affairs tribal border labour labor social housing planning economy economic trade commerce industry tourism religious "
    "higher mines communications environment sports and presidential sovereign supreme high peace"
)
_COUNCILS = words("council congress assembly")
_IN_NAMES = words("national transitional republic government administration authority federal")
"""Words that belong to the name of an authority when they are capitalised beside it."""
_OF_A_PLACE = words("provincial province district municipal city town county")
"""What stands between a place and its office: "the Nad Ali district governor"."""


def in_state_office(folded: Collection[str]) -> bool:
    """Whether folded words name an office that a state gives."""
    return bool(set(folded) & (_NATIONAL | _LOCAL))


def other_authority(phrase: str, is_place: Callable[[str], bool] | None = None) -> str | None:
    """Name, as written, of the authority that a phrase sets beside the state; ``None`` where it names none.

    >>> other_authority("interior minister of the rival government")
    'rival government'
    >>> other_authority("Houthi foreign minister"), other_authority("rebel-appointed governor of Hodeidah")
    ('Houthi', 'rebel')
    >>> other_authority("minister of the Tripoli-based government"), other_authority("deputy interior minister")
    ('Tripoli-based government', None)
    """
    bare = _BACKED.sub("", phrase)
    for made in _BY.finditer(bare):
        who = (made["who"] or made["by"]).strip()
        if made[0].endswith(("-based", "-held", "-controlled")):
            return _from(bare, made.start())
        if not _of_the_state(who) and not (is_place and is_place(who)):
            return who
    rival = next(
        (m for m in re.finditer(r"\bde facto\b|[\w-]+", bare) if m[0].lower() in _RIVAL | {"de facto"}), None
    )
    if rival is not None:
        return _from(bare, rival.start())
    return next((name for part in bare.split(",") if (name := _named_before(part, is_place))), None)


def _of_the_state(name: str) -> bool:
    return bool(set(name.lower().split()) & english().words.state_words)


def _from(phrase: str, start: int) -> str:
    """The phrase from a word on, to the next preposition or comma."""
    return re.split(r",|\s(?:in|of|for|at|from|who|which|that)\s", phrase[start:])[0].strip()


def _named_before(phrase: str, is_place: Callable[[str], bool] | None) -> str | None:
    """A name right before an office, that is neither a nation, a title nor, before a local office, a place."""
    run = re.findall(r"[\w’'.-]+", phrase)
    for at, word in enumerate(run):
        office = word.lower()
        if office in _COUNCILS and (own := _council(run, at, is_place)):
            return own
        if office not in _NATIONAL | _LOCAL:
            continue
        end = at
        while end > 0 and _plain(run[end - 1]) in _TITLES | _NATIONAL | _LOCAL:
            end -= 1
        start = end
        while start > 0 and run[start - 1][:1].isupper() and _plain(run[start - 1]) not in _TITLES:
            start -= 1
        if start == end or _known_otherwise(run[start:end], is_place if office in _LOCAL else None):
            continue
        while end <= at and run[end][:1].isupper() and _plain(run[end]) in _IN_NAMES:
            end += 1
        while start > 0 and run[start - 1][:1].isupper() and _plain(run[start - 1]) in _IN_NAMES:
            start -= 1
        if office in _NATIONAL or is_place is not None or _plain(run[end - 1]) in _IN_NAMES:
            return " ".join(run[start:end]).removesuffix("'s").removesuffix("’s")
    return None


def _council(run: list[str], at: int, is_place: Callable[[str], bool] | None) -> str | None:
    """A council that has a name of its own: "National Transitional Council", not "Kunduz Provincial Council"."""
    start = at
    while start > 0 and run[start - 1][:1].isupper():
        start -= 1
    named = run[at][:1].isupper() and at - start > 1 and _plain(run[at - 1]) != "security"
    if not named or _known_otherwise(run[start:at], is_place):
        return None
    return " ".join(run[start : at + 1])


def _known_otherwise(run: list[str], is_place: Callable[[str], bool] | None) -> bool:
    """Whether a name before an office is a nation's, or a place's."""
    if any(w in english().adjectives or w in english().countries or _plain(w) in _OF_A_PLACE for w in run):
        return True
    return is_place is not None and any(is_place(" ".join(run[k:])) for k in range(len(run)))


def _plain(word: str) -> str:
    return re.sub(r"[’']s?\b", "", word.lower())
