"""Who says it: the outlet, a speaker or a chain of speakers; and whether they speak for a party.

Three things carry a claim's speaker: a verb of speech that governs the claim's clause ("residents said that"),
a phrase ("according to"), and a quotation that the claim stands in, whose speaker may be named sentences away.
The first two are read on the parse, upwards from the claim's trigger; the third is a state that runs through a
paragraph. Pronouns are resolved to an earlier speaker or subject. What the writer only mentions on the way ("a
town that the army took in March") has no speaker but the outlet (codebook, ruling 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from whoholds.code.clauses import ASIDES, Step, infinitive, is_verb, lemma, path, subject, words
from whoholds.code.modality import DENY
from whoholds.code.naming import ORGAN, full_name, written
from whoholds.code.party import NEUTRAL, PARTY, Parties, is_party, parties, speaks_of_itself
from whoholds.code.quotation import Quotation, quotations

if TYPE_CHECKING:
    from spacy.tokens import Token

    from whoholds.code.parse import Article, Sentence


SAY = words(
    "say tell report state claim announce confirm acknowledge admit deny add declare note warn insist assert argue "
    "allege estimate assess observe write comment reveal stress vow promise pledge threaten suggest indicate mention "
    "proclaim determine reiterate conclude reject refute dispute concede testify inform caution reply respond explain "
    "quote cite describe believe recall accuse dismiss boast post tweet swear answer emphasize emphasise agree"
)
"""Verbs whose subject is a speaker when they govern the claim."""

SAY_NOUN = words("announce confirm deny claim report declare acknowledge admit reject refute dismiss")
"""Of these, those that take the fact as a noun: "announced the capture of"."""

LABEL = words("label mark show list depict colour color classify shade paint categorize categorise rate")
"""Verbs whose subject says it when the fact stands behind "as": "labels it *as held by*"."""

SAYING = words("claim report statement announcement assertion allegation admission declaration communique")

_ANSWER = words("comment reply respond answer")
_WRONGLY = words("wrongly falsely mistakenly erroneously incorrectly")
_MUTE = words(
    "image video footage photo photograph picture evidence data version correction report rumour rumor claim site nobody"
)
"""Subjects of "said" and "showed" that nobody stands behind."""

_PRONOUNS = words("he she they it who we i which this that")


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """A speaker as written, and whether it speaks for a party."""

    name: str
    by_party: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Attribution:
    """What the speakers of one report are read from; each part is found when first asked for.

    ``names``: actors of the project, or of the report's claims.
    """

    article: Article
    names: frozenset[str] = frozenset()

    @cached_property
    def parties(self) -> Parties:
        """The parties of the report."""
        return parties(self.article, self.names)

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations of the report."""
        return quotations(self.article.sentences)

    @cached_property
    def quoted(self) -> tuple[tuple[Quotation, tuple[Speaker, ...]], ...]:
        """The quotations, each with who speaks in it."""
        found: list[tuple[Quotation, tuple[Speaker, ...]]] = []
        for quotation in self.quotations:
            found.append((quotation, _quoted_speaker(self, quotation, found[-1] if found else None)))
        return tuple(found)


def speakers(of: Attribution, sentence: Sentence, trigger: int) -> tuple[tuple[str, ...], bool]:
    """The speakers of the claim that token ``trigger`` carries, outermost first, and the party flag.

    Empty for the outlet's own voice. The flag is true where one of them speaks for a party.
    """
    token = sentence.doc[trigger]
    found = tuple(_spoken(of, sentence, token))
    if not found:
        inside = (said for q, said in of.quoted if said and q.holds(sentence.index, token.idx))
        found = next(inside, ())
    names = tuple(dict.fromkeys(s.name for s in found))
    return names, any(s.by_party for s in found)


# --------------------------------------------------------------------------- reported speech


def _spoken(of: Attribution, sentence: Sentence, token: Token) -> list[Speaker]:
    """Speakers that govern the token on the parse, outermost first."""
    chain = _named_beside(of, sentence, token)
    for step in path(token):
        if _in_own_voice(step.child):
            return chain
        chain = _said(of, sentence, step) + _named_beside(of, sentence, step.head) + chain
    return chain or _at_the_edge(of, sentence, token)


def _in_own_voice(token: Token) -> bool:
    """An aside of the writer's: "the ISIL-held town", "Saraqib, which the army took in March"."""
    if token.dep_ in ("relcl", "acl") and not infinitive(token):
        before = token.left_edge.i - 1
        return before >= 0 and token.doc[before].text in (",", "(", "-", "–")
    return token.dep_ in ASIDES and token.dep_ not in ("relcl", "acl")


def _said(of: Attribution, sentence: Sentence, step: Step) -> list[Speaker]:
    """The speakers of the step's head, where it is a verb or noun of speech over the child."""
    verb, word = step.head, lemma(step.head)
    if word in SAYING and not is_verb(verb) and step.edge in ("acl", "ccomp", "prep"):
        owners = [c for c in verb.children if c.dep_ in ("poss", "compound", "amod") and c.pos_ != "ADV"]
        owners = [o for o in owners if o.dep_ != "amod" or o.text[:1].isupper()]
        return [s for o in owners for s in _render_all(of, sentence, o)]
    if word in LABEL and is_verb(verb) and _behind_as(step.child):
        return _subject_of(of, sentence, verb)
    if word not in SAY or not is_verb(verb):
        return []
    if any(c.lower_ in _WRONGLY for c in verb.children) or _has_later_object(step):
        return []
    if word in ("quote", "cite"):
        return _quoting(of, sentence, verb)
    if step.edge == "advcl" and step.child.tag_ == "VBG" and word in SAY_NOUN:
        return _subject_of(of, sentence, verb)
    if step.edge in ("ccomp", "xcomp", "parataxis", "dep") or (step.edge == "dobj" and word in SAY_NOUN):
        return _subject_of(of, sentence, verb)
    return []


def _behind_as(token: Token) -> bool:
    """As in "labels the town *as contested*"."""
    return token.lower_ == "as" or any(
        c.lower_ == "as" and c.dep_ in ("mark", "prep") for c in token.children
    )


def _has_later_object(step: Step) -> bool:
    """In "A says it fell, B says it holds" or "B denied it", what stands before B's verb is not B's."""
    child, verb = step.child, step.head
    objects = {"ccomp", "dobj"} if lemma(verb) in DENY else {"ccomp"}
    later = [c for c in verb.children if c.dep_ in objects and c.i > verb.i and c.left_edge.text != ";"]
    return step.edge == "ccomp" and child.i < verb.i and bool(later)


def _subject_of(of: Attribution, sentence: Sentence, verb: Token) -> list[Speaker]:
    if lemma(verb) in _ANSWER and any(c.dep_ == "neg" for c in verb.children):
        return []  # "the rebels did not comment"
    if any(c.dep_ == "auxpass" for c in verb.children):
        agents = [o for c in verb.children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"]
        return [s for a in agents for s in _render_all(of, sentence, a)]
    said_by = subject(verb) or _lost_subject(verb)
    if said_by is None:
        return []
    found = _render_all(of, sentence, said_by)
    if speaks_of_itself(verb, said_by):
        found = [Speaker(name=s.name, by_party=True) for s in found]
    return _cited(of, sentence, verb, found)


def _lost_subject(verb: Token) -> Token | None:
    """A subject that the parser read as an apposition: "holds Sake, a teacher and a farmer said"."""
    before = verb.doc[: verb.i]
    return next((t for t in before if t.dep_ == "appos" and t.right_edge.i == verb.i - 1), None)


def _cited(of: Attribution, sentence: Sentence, verb: Token, found: list[Speaker]) -> list[Speaker]:
    """As in "reported, citing residents": the cited stand inside."""
    below = [c for c in verb.children if c.dep_ == "ccomp"]
    for child in [c for v in (verb, *below) for c in v.children]:
        if child.dep_ == "advcl" and lemma(child) in ("cite", "quote"):
            found = found + [
                s for o in child.children if o.dep_ == "dobj" for s in _render_all(of, sentence, o)
            ]
    return found


def _quoting(of: Attribution, sentence: Sentence, verb: Token) -> list[Speaker]:
    """As in "the agency quoted a police chief as saying", "a police chief was quoted by the agency as saying"."""
    children = list(verb.children)
    passive = any(c.dep_ == "auxpass" for c in children)
    inner = [c for c in children if c.dep_ == ("nsubjpass" if passive else "dobj")]
    outer = [c for c in children if c.dep_ == "nsubj"]
    outer += [o for c in children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"]
    return [s for noun in outer + inner for s in _render_all(of, sentence, noun)]


def _named_beside(of: Attribution, sentence: Sentence, token: Token) -> list[Speaker]:
    """As in "according to X", "per X", "as reported by X" among the token's dependants."""
    for child in token.children:
        if child.dep_ in ("prep", "pcomp", "advmod") and child.lower_ in ("according", "per"):
            to = next((c for c in child.children if c.lower_ == "to"), child)
            named = [c for c in to.children if c.dep_ == "pobj"]
            return _cited(of, sentence, token, [s for n in named for s in _render_all(of, sentence, n)])
        if child.dep_ in ("parataxis", "advcl", "ccomp") and lemma(child) in SAY and _parenthetical(child):
            return _subject_of(of, sentence, child)
    return []


def _parenthetical(verb: Token) -> bool:
    """A reporting clause that the parser hung under what it reports: "..., residents said", "as X said"."""
    has_object = any(
        c.dep_ in ("ccomp", "xcomp") or (c.dep_ == "dobj" and lemma(verb) != "tell") for c in verb.children
    )
    has_subject = any(c.dep_ == "nsubj" for c in verb.children)
    mark = [c.lower_ for c in verb.children if c.dep_ == "mark"]
    return has_subject and not has_object and mark in ([], ["as"])


def _at_the_edge(of: Attribution, sentence: Sentence, token: Token) -> list[Speaker]:
    """As in "According to X" at either end of the sentence covers its main statement, however it was parsed."""
    for word in sentence.doc:
        if word.lower_ == "according" and (word.i < 2 or word.i > token.i):
            to = next((c for c in word.children if c.lower_ == "to"), word)
            return [s for c in to.children if c.dep_ == "pobj" for s in _render_all(of, sentence, c)]
    return []


# --------------------------------------------------------------------------- quotations


def _quoted_speaker(
    of: Attribution, quotation: Quotation, before: tuple[Quotation, tuple[Speaker, ...]] | None
) -> tuple[Speaker, ...]:
    """Who speaks in a quotation: its reporting clause, else the speaker of the quotation just before it."""
    sentences = of.article.sentences
    for index in (quotation.last, quotation.first, *range(quotation.first + 1, quotation.last)):
        found = _reporting(of, sentences[index], quotation)
        if found:
            return tuple(found)
    if before is not None:
        earlier, said = before
        if earlier.paragraph == quotation.paragraph and quotation.first - earlier.last <= 1:
            return said
    return tuple(_introduced(of, quotation))


def _reporting(of: Attribution, sentence: Sentence, quotation: Quotation) -> list[Speaker]:
    """The subject of a verb of speech outside the quotation, nearest to its end."""
    verbs = [
        t for t in sentence.doc
        if is_verb(t) and lemma(t) in SAY and not quotation.holds(sentence.index, t.idx)
        and any(c.dep_ == "nsubj" for c in t.children)
    ]  # fmt: skip
    edge = quotation.edge(sentence.index)
    nearest = min(verbs, key=lambda t: abs(t.idx - edge), default=None)
    if nearest is not None:
        return _subject_of(of, sentence, nearest)
    return _named_beside(of, sentence, _root(sentence)) if sentence.parsed else []


def _introduced(of: Attribution, quotation: Quotation) -> list[Speaker]:
    """As in "Statement of the spokesman, Friday evening." just before the quotation."""
    if quotation.first == 0:
        return []
    before = of.article.sentences[quotation.first - 1]
    for token in before.doc:
        if token.i < 4 and lemma(token) in SAYING | {"communiqué"}:
            owners = [o for c in token.children if c.lower_ in ("of", "by", "from") for o in c.children]
            return [s for o in owners if o.dep_ == "pobj" for s in _render_all(of, before, o)]
    root = _root(before)
    return _subject_of(of, before, root) if before.parsed and lemma(root) in SAY else []


def _root(sentence: Sentence) -> Token:
    return next((t for t in sentence.doc if t.head.i == t.i), sentence.doc[0])


# --------------------------------------------------------------------------- names


def _render_all(of: Attribution, sentence: Sentence, noun: Token) -> list[Speaker]:
    """The noun and those joined to it, each as a speaker; a pronoun as what it stands for."""
    out = []
    for one in (noun, *_joined(noun)):
        if lemma(one) in _MUTE:
            continue
        home, name = (sentence, one) if one.lower_ not in _PRONOUNS else _antecedent(of, sentence, one)
        if name is not None:
            out.append(Speaker(name=written(name), by_party=_of_party(of, home, name)))
    return _handed_on(of, sentence, noun, out)


def _handed_on(of: Attribution, sentence: Sentence, noun: Token, found: list[Speaker]) -> list[Speaker]:
    """As in "an officer quoted by the agencies", "a commander, who cited scouts"."""
    for child in noun.children:
        if child.dep_ in ("acl", "relcl") and lemma(child) in ("quote", "cite"):
            agents = [o for c in child.children if c.dep_ == "agent" for o in c.children]
            inner = [c for c in child.children if c.dep_ == "dobj"]
            found = [s for a in agents for s in _render_all(of, sentence, a)] + found
            found = found + [s for i in inner for s in _render_all(of, sentence, i)]
    return found


def _joined(noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ == "conj":
            yield child
            yield from _joined(child)


def _of_party(of: Attribution, sentence: Sentence, noun: Token) -> bool:
    """A party by its own words; "the source" by what it was called before."""
    if is_party(noun, of.parties):
        return True
    for index in range(sentence.index - 1, -1, -1):
        for token in of.article.sentences[index].doc:
            named_again = token.text == noun.text if noun.pos_ == "PROPN" else lemma(token) == lemma(noun)
            if named_again and token.pos_ in ("NOUN", "PROPN"):
                head = token.head if token.dep_ in ("compound", "appos") and noun.pos_ == "PROPN" else token
                return is_party(head, of.parties)
    return False


def _antecedent(of: Attribution, sentence: Sentence, pronoun: Token) -> tuple[Sentence, Token | None]:
    """What a pronoun that speaks stands for: an earlier speaker, or the subject just before, of the right kind."""
    for index in range(sentence.index, max(-1, sentence.index - 5), -1):
        earlier = of.article.sentences[index]
        if earlier.title or not earlier.parsed:
            continue
        limit = pronoun.i if index == sentence.index else len(earlier.doc)
        nouns = [t for t in earlier.doc if t.i < limit and _may_speak(t) and _agrees(pronoun.lower_, t)
                 and not any(q.holds(index, t.idx) for q in of.quotations)]  # fmt: skip
        said = [t for t in nouns if lemma(t.head) in SAY or t.dep_ == "pobj"]
        root = [t for t in nouns if t.head.i == t.head.head.i and _is_person(t)]
        if said or root:
            return _fullest(of, earlier, (said or root)[-1])
    return sentence, None


def _fullest(of: Attribution, sentence: Sentence, noun: Token) -> tuple[Sentence, Token]:
    """The same speaker where the report first says more of it: "the spokesman" is "a spokesman for the army"."""
    if noun.pos_ == "PROPN" or any(c.dep_ != "det" for c in noun.children):
        return sentence, noun
    for index in range(sentence.index - 1, -1, -1):
        earlier = of.article.sentences[index]
        for token in earlier.doc:
            if (
                lemma(token) == lemma(noun)
                and token.pos_ == "NOUN"
                and any(c.dep_ != "det" for c in token.children)
            ):
                return earlier, token
    return sentence, noun


def _is_person(noun: Token) -> bool:
    return lemma(noun) in PARTY | NEUTRAL or bool(full_name(noun)) or (noun.pos_ == "PROPN")


def _may_speak(noun: Token) -> bool:
    if noun.pos_ not in ("NOUN", "PROPN"):
        return False
    if noun.dep_ == "pobj":
        return noun.head.head.lower_ == "according"
    return noun.dep_ in ("nsubj", "nsubjpass")


def _agrees(pronoun: str, noun: Token) -> bool:
    plural = noun.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in noun.children)
    organ = bool({lemma(noun), noun.lower_} & ORGAN) or noun.text.isupper()
    if pronoun in ("he", "she", "i"):
        return not plural and not organ
    if pronoun == "it":
        return not plural and (organ or noun.pos_ == "PROPN") and not full_name(noun)
    return plural or organ or (noun.pos_ == "PROPN" and not full_name(noun))


# --------------------------------------------------------------------------- for statements about actors


def subject_of(of: Attribution, sentence: Sentence, verb: Token) -> tuple[tuple[str, ...], bool]:
    """The subject of a verb as a speaker: who estimates, who counts."""
    found = _subject_of(of, sentence, verb)
    return tuple(dict.fromkeys(s.name for s in found)), any(s.by_party for s in found)


def meant_by(of: Attribution, sentence: Sentence, pronoun: Token) -> Token | None:
    """The noun that a pronoun for a person or a body stands for, where the report has one."""
    return _antecedent(of, sentence, pronoun)[1]
