"""When a claim says its relation held: which date of the sentence, or of the story, belongs to it.

:class:`Calendar` reads all date expressions of a report in order, once. :func:`resolve` then takes, among those of
the claim's sentence, the one whose place in the parse is nearest above the claim's trigger: on its own verb, on
the verb it is joined to, on the verb of speech over it (a dated statement, codebook ruling 1). A state told
without a date takes the report's day; an event told without one stays undated: the day of publication is never
guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from whoholds.code.clauses import clause, is_verb, lemma, path, words
from whoholds.code.dates import Clock, Moment, moments
from whoholds.code.gapping import member
from whoholds.code.lexicon import english
from whoholds.code.parse import LONGEST, STAMP
from whoholds.model import Modality, Relation

if TYPE_CHECKING:
    from spacy.tokens import Token

    from whoholds.code.parse import Article, Sentence

FAR = 100
"""A distance that no date of the trigger has."""
_CLOSE = 70

ENDING = frozenset(["end", "break", "lift", "relieve", "cease", "conclude", "stop", "ease", "finish"])
_SPANS = words("day days week weeks month months year years decade decades century centuries")
AFTER = frozenset(["after", "following"])
FORMER = frozenset(("former", "erstwhile", "onetime", "one-time"))
EARLIER = frozenset(("earlier", "previously", "initially", "originally", "formerly", "once"))

_DATELINE = re.compile(r"[A-Z][\w' .’-]{2,30}(?:, [\w .’-]{2,40}){0,3}(?: \([\w .&-]+\))? [-–—] ")
_LABEL_ENDS = re.compile(r" ?[-–—:.] ")
_FIGURES = re.compile(r"(?:0\d|1[0-4]|2[1-3])[0-5]\d(?: (?:GMT|UTC))?(?: ?[-–—:] )")
"""An hour in four figures that opens an entry; what may be a year, or a number of men, is none."""
_BULLET = re.compile(r"[ \t*•>-]*")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_SHORT = re.compile(r"\b((?:1[5-9]|20)\d\d)[-–](\d\d)\b")


@dataclass(frozen=True, kw_only=True, eq=False)
class Calendar:
    """The date expressions of a report, and the report's own day; read when first asked for."""

    article: Article

    @property
    def published(self) -> str | None:
        """The day of publication."""
        day = self.article.document.published
        return day.isoformat() if day else None

    @cached_property
    def moments(self) -> dict[int, tuple[Moment, ...]]:
        """The dates by sentence index, without those of a dateline."""
        sentences = self.article.sentences
        lines = {k: _DATELINE.match(sentences[k].text) for k in self.read}
        ends = {k: line.end() if line else 0 for k, line in lines.items()}
        return {k: tuple(m for m in here if m.span[0] >= ends[k]) for k, here in self.read.items()}

    @cached_property
    def read(self) -> dict[int, tuple[Moment, ...]]:
        """All dates by sentence index, read in the order of the sentences.

        Without a day of publication the year is the hint's, or the title's where the hint lies before it, and what
        lies outside the years of the title is an aside.
        """
        document = self.article.document
        years = _years(document.title or "")
        year = max(document.year_hint or 0, years[0]) if years else document.year_hint
        clock = Clock(published=document.published, year=year, years=years)
        found: dict[int, tuple[Moment, ...]] = {}
        for sentence in self.article.sentences:
            if sentence.title or len(sentence.text) > LONGEST:
                continue
            found[sentence.index], clock = moments(sentence.text, clock)
        return found

    @cached_property
    def labels(self) -> dict[int, str]:
        """The day of each sentence in a list's entry that opens with it: "June 28 - ...", "14:05: ..."."""
        found: dict[int, str] = {}
        label = None
        for sentence in self.article.sentences:
            if sentence.context:
                continue
            label = self._label(sentence) or (None if self._opens_a_line(sentence) else label)
            if label:
                found[sentence.index] = label
        return found

    def _opens_a_line(self, sentence: Sentence) -> bool:
        line, start = self._line(sentence), sentence.origin[0]
        return _BULLET.fullmatch(self.article.document.text, line, start) is not None

    def _line(self, sentence: Sentence) -> int:
        """Where the sentence's line begins in the document."""
        return self.article.document.text.rfind("\n", 0, sentence.origin[0]) + 1

    def _label(self, sentence: Sentence) -> str | None:
        told = self.article.document.text
        line = _BULLET.match(told, self._line(sentence))
        stamps = (
            STAMP.match(told, line.end() if line else 0),
            STAMP.match(sentence.text),
            _FIGURES.match(sentence.text),
        )
        if self.published and any(stamps):
            return self.published
        first = next(iter(self.read.get(sentence.index, ())), None)
        leads = first is not None and first.span[0] < 4 and _LABEL_ENDS.match(sentence.text, first.span[1])
        return first.start if first and leads else None


def _years(title: str) -> tuple[int, int] | None:
    """First and last year that a title names; one year alone may be but the first.

    >>> _years("Siege of Marawi (2016–17)"), _years("2022 Sirba attacks"), _years("Siege of Marawi")
    ((2016, 2017), (2022, 9999), None)
    """
    years = {int(y) for y in _YEAR.findall(title)}
    years |= {int(y[:2] + end) for y, end in _SHORT.findall(title) if end > y[2:]}
    if not years:
        return None
    return min(years), max(years) if len(years) > 1 else MAXYEAR


def resolve(
    of: Calendar,
    sentence: Sentence,
    trigger: int,
    relation: Relation,
    modality: Modality = "asserted",
    place: tuple[int, int] | None = None,
) -> tuple[str | None, str | None]:
    """Start and end of the claim that token ``trigger`` carries, as precise as the text; ``None`` where untold.

    ``place``: the claim's place, which tells dates apart in "took A on Friday and B a day later".
    """
    token = sentence.doc[trigger]
    moment = _nearest(of.moments.get(sentence.index, ()), sentence, token, place)
    over = relation in {"contests", "holds"} and _ends(token)
    if moment is None:
        if over or modality in ("planned", "conditional"):
            return None, None
        label = None if _was_before(token) else of.labels.get(sentence.index)
        return label or (of.published if _is_now(token, relation, modality) else None), None
    if over and moment.role == "at":
        return None, moment.end or moment.start
    if relation in {"gains", "loses"} and moment.role == "until" and not moment.start:
        return moment.end, None  # "did not leave until May"
    if modality == "planned" and (later := _lies_ahead(sentence, token, moment, of.published)):
        return later(moment.start), later(moment.end)
    return moment.start, moment.end


Later = Callable[[str | None], str | None]


def _lies_ahead(sentence: Sentence, token: Token, moment: Moment, published: str | None) -> Later | None:
    """How to come to the next date of a name from the last: "are to leave by 1 December", "will leave on Friday".

    ``None`` where the last is meant: the date has its year, or is the day on which somebody told the plan.
    """
    said = sentence.text[slice(*moment.span)].lower()
    first, anchor = moment.start or moment.end, _anchor(moment, sentence)
    if not published or not first or first >= published[: len(first)] or _YEAR.search(said):
        return None
    if anchor is None or _told_then(anchor, moment) or not _in_the_present(token):
        return None
    words = frozenset(re.findall(r"[a-z]+", said))
    if words & english().words.months or {"end", "year"} <= words:
        return _next_year
    return _next_week if words & english().words.days and "last" not in words else None


def _told_then(anchor: Token, moment: Moment) -> bool:
    """Whether a date is the day of a past verb: it hangs on one, or follows one with but a preposition between."""
    before = [t for t in anchor.doc if t.idx < moment.span[0]][-2:]
    if before and before[-1].tag_ == "IN":
        before.pop()
    return clause(anchor).tag_ == "VBD" or (bool(before) and before[-1].tag_ == "VBD")


def _in_the_present(token: Token) -> bool:
    """Whether a plan still stands: "are to leave", "will leave"."""
    above = [token, *(step.head for step in path(token))]
    beside = [t for head in above for t in (head, *head.children)]
    return any(t.tag_ in {"VBP", "VBZ"} or t.lower_ in {"will", "shall", "'ll"} for t in beside)


def _next_year(day: str | None) -> str | None:
    """The same day a year later; of 29 February the month is left."""
    if day is None:
        return None
    later = f"{int(day[:4]) + 1}{day[4:]}"
    return later[:7] if later.endswith("-02-29") else later


def _next_week(day: str | None) -> str | None:
    """The same weekday a week later."""
    return None if day is None else (date.fromisoformat(day) + timedelta(weeks=1)).isoformat()


def _nearest(
    here: tuple[Moment, ...], sentence: Sentence, token: Token, place: tuple[int, int] | None
) -> Moment | None:
    if place is not None and (own := _of_member(here, sentence, token, place)):
        return own
    if any(c.lower_ in EARLIER and not _within(c, here) for c in token.children if c.dep_ == "advmod"):
        return None  # "the villages it had lost earlier"
    read = [_inside(m, sentence, token) for m in here]
    near = sorted((_distance(token, m, sentence), n) for n, m in enumerate(read))
    near = [(d, n) for d, n in near if d < FAR]
    if not near:
        return None
    first = read[near[0][1]]
    equal = [read[n] for d, n in near if d - near[0][0] <= 1 and read[n].role == first.role]
    equal = [m for m in equal if not any(_holds(m, other) for other in equal)]
    return _beside(sentence.doc[place[1] - 1], equal) if place is not None and equal else first


def _of_member(
    here: tuple[Moment, ...], sentence: Sentence, token: Token, place: tuple[int, int]
) -> Moment | None:
    """The date that a member without a verb has of its own: "Kursk was taken on 3 May, Oryol *on the 5th*"."""
    doc, found = sentence.doc, member(sentence.doc, place, token.i)
    if found is None:
        return None
    first, last = doc[found[0]].idx, doc[found[1] - 1].idx
    own = [m for m in here if first <= m.span[0] <= last and m.role == "at"]
    return _beside(doc[place[1] - 1], own) if own else None


def _holds(moment: Moment, other: Moment) -> bool:
    """As "this year" holds "19 January"."""
    start, more = moment.start or "", other.start or ""
    return len(start) < len(more) and more.startswith(start)


def _within(token: Token, moments: tuple[Moment, ...]) -> bool:
    return any(m.span[0] <= token.idx < m.span[1] for m in moments)


def _beside(place: Token, moments: list[Moment]) -> Moment:
    """The date that goes with a place: with fewest joints between, then nearest."""

    def apart(moment: Moment) -> tuple[int, int]:
        first, last = sorted((moment.span[0], place.idx))
        joints = [t for t in place.doc if first < t.idx < last and t.lower_ in (",", ";", "and", "but")]
        return sum(1 + t.is_alpha for t in joints), last - first

    return min(moments, key=apart)


def _inside(moment: Moment, sentence: Sentence, token: Token) -> Moment:
    """In "held it until the last men left in May", May is when they left: no end for that clause."""
    if moment.role == "at":
        return moment
    between = sentence.text[token.idx : moment.span[0]]
    before = sentence.text[max(0, token.idx - 60) : token.idx]
    bound = r"\b(?:since|until|till)\b"
    if re.search(bound, before) and not re.search(bound, between) and token.idx < moment.span[0]:
        return replace(
            moment, start=moment.start if moment.role == "since" else moment.end, end=None, role="at"
        )
    return moment


def _helpers(verb: Token) -> set[str]:
    return {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}


def _was_before(token: Token) -> bool:
    """As in "which they *had* taken": before what the entry tells."""
    return bool(_helpers(clause(token)) & {"had", "'d"})


def _is_now(token: Token, relation: Relation, modality: Modality) -> bool:
    """A state that the sentence tells as standing on the report's day."""
    verb = clause(token)
    helpers = _helpers(verb)
    if modality in ("planned", "conditional") or helpers & {"may", "might", "could", "will", "would"}:
        return False
    if relation == "holds":
        return not _is_past(token, verb)
    present = verb.tag_ in ("VBZ", "VBP") or helpers & {"is", "are", "'s", "'re"}
    return relation == "contests" and bool(present)


def _is_past(token: Token, verb: Token) -> bool:
    """A state told as over: "*once* held", "*had* held", "*used to* hold", "a *former* stronghold"."""
    words = {c.lower_ for t in (token, verb) for c in t.children if c.dep_ in {"advmod", "amod"}}
    used = verb.dep_ == "xcomp" and verb.head.lower_ == "used"
    return _was_before(token) or used or bool(words & (EARLIER | FORMER))


def _ends(token: Token) -> bool:
    """As in "the siege was broken", "fighting ended", "ending a decade of rebel rule"; and what something else comes
    after: "took it on Sunday *after besieging* it", "after weeks of *fighting*".
    """
    if is_verb(token):
        return token.dep_ == "pcomp" and token.head.lower_ in AFTER
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in _SPANS:
        token = token.head.head
    if token.dep_ == "pobj" and token.head.lower_ in AFTER:
        return True
    return token.dep_ in ("nsubj", "nsubjpass", "dobj") and lemma(token.head) in ENDING


def _distance(trigger: Token, moment: Moment, sentence: Sentence) -> int:
    """How far the date's place in the parse is from the trigger; ``FAR`` where it dates something else."""
    step = anchor = _anchor(moment, sentence)
    if anchor is None or step is None:
        return FAR
    places = {t.i: n for n, t in enumerate((trigger, *(s.head for s in path(trigger))))}
    left = 0
    for hops in range(10):
        if step.i in places:
            return 2 * places[step.i] + (anchor.i > step.i) + left
        if is_verb(step) and hops:
            left += _CLOSE if _adjoins(trigger, moment) else _leaves(step, trigger, moment)
        if left >= FAR or step.head.i == step.i:
            return FAR
        step = step.head
    return FAR


def _adjoins(trigger: Token, moment: Moment) -> bool:
    """The date follows the trigger with no comma and no verb between: the parser gave it away wrongly."""
    between = [t for t in trigger.doc if trigger.idx < t.idx < moment.span[0]]
    return (
        trigger.idx < moment.span[0]
        and len(between) < 8
        and not any(t.is_punct or is_verb(t) or t.lower_ in ("and", "that", "who") for t in between)
    )


def _leaves(verb: Token, trigger: Token, moment: Moment) -> int:
    """What it costs a date to leave its verb's clause for one that holds the trigger; mostly it cannot."""
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod", "prep")}
    if verb.dep_ == "advcl" and marks & {"since", "until", "till"} and moment.role != "at":
        return 0
    if (
        verb.dep_ == "conj"
        and verb.head.i == trigger.i
        and not any(c.dep_ == "dobj" for c in trigger.children)
    ):
        return 50
    if verb.dep_ == "advcl" and marks & {"after", "when"}:
        return 60
    if verb.dep_ in ("relcl", "acl") and verb.head.i == trigger.i and not is_verb(trigger):
        return 40
    return FAR


def _anchor(moment: Moment, sentence: Sentence) -> Token | None:
    """The token by which the date hangs on the rest of the sentence."""
    start, end = moment.span
    inside = [t for t in sentence.doc if start <= t.idx < end]
    return next(
        (t for t in inside if t.head.i == t.i or not start <= t.head.idx < end),
        inside[0] if inside else None,
    )
