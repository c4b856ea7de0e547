"""Is it told as fact, as an unproved word, a possibility, a plan or a condition; and is it affirmed or denied?

The judge starts at the claim's trigger and climbs: every word that governs it ("denied that", "failed to",
"vowed to", "if") adds what it does to all that stands below it. Words are general English of war reporting.
The strongest reading wins: conditional, then planned, possible, claimed, asserted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from whoholds.code.clauses import Step, infinitive, is_verb, lemma, path, words
from whoholds.code.plans import PLAN, REPEL, in_vain, is_planned, is_purpose
from whoholds.code.unproved import is_unproved
from whoholds.model import Modality, Polarity, Relation

if TYPE_CHECKING:
    from spacy.tokens import Token

    from whoholds.code.parse import Sentence


DENY = words("deny refute reject dismiss rebut contradict disprove")
FAIL = words("fail refuse decline unable thwart foil prevent stop unsuccessful neglect")
PREVENT = words("prevent stop keep bar block deter avert")
"""What keeps somebody *from* doing it; to fail in that is to let it happen."""
CLAIM = words("claim allege purport rumour rumor boast")
SAY = words("report say announce state declare tell confirm acknowledge admit")
VERIFY = words("confirm verify corroborate")
CLAIM_NOUN = words("claim allegation rumour rumor")
BELIEVE = words("believe think suppose pretend")
EVIDENCE = words("evidence sign indication proof")
TOLD = CLAIM_NOUN | words("report statement story news assertion announcement")
UNTRUE = words("false untrue exaggeration lie fabrication baseless wrong invention propaganda")
POSSIBLE = words(
    "appear seem believe think consider suspect fear expect presume assume likely unlikely possible probable "
    "apparent"
)
POSSIBLE_BESIDE = words(
    "possibly perhaps probably apparently likely presumably maybe seemingly potentially potential possible imminent"
)
CLAIMED_BESIDE = words("reportedly allegedly purportedly supposedly ostensibly unconfirmed alleged")
FALSELY = words("wrongly falsely mistakenly erroneously incorrectly")
NOT = words("not n't never neither nor hardly no without none nobody cannot")
IF = words("if unless should lest")
BEGINNING = words("try attempt seek begin")
"""For a fight these are the fight itself: "tried to enter" contests."""

LIGHT = words(
    "take gain have lose remain be make establish get keep hold assume regain retake seize come bring manage able "
    "leave wrest win retain maintain begin start continue stay secure achieve complete launch mount conduct stage end"
)
"""Verbs that lend themselves to a noun: "did not take control" denies the control."""


@dataclass(frozen=True, kw_only=True)
class _Verdict:
    """What the words climbed so far do to the claim."""

    denied: bool = False
    failed: bool = False
    claimed: bool = False
    possible: bool = False
    planned: bool = False
    conditional: bool = False

    @property
    def modality(self) -> Modality:
        if self.conditional:
            return "conditional"
        if self.planned:
            return "planned"
        if self.possible:
            return "possible"
        return "claimed" if self.claimed else "asserted"


def judge(
    sentence: Sentence, trigger: int, following: Sequence[Sentence] = (), relation: Relation | None = None
) -> tuple[Modality, Polarity]:
    """Modality and polarity of the claim that token ``trigger`` carries.

    ``following`` are the next sentences of the report: "The claim could not be independently verified", up
    to two sentences later, leaves the claim unproved. For *contests*, to try is to do.
    """
    token = sentence.doc[trigger]
    verdict, reach = _beside(token), True
    if (relation == "holds" and _out_of(token)) or (relation in ("gains", "loses") and _almost(token)):
        verdict = replace(verdict, denied=not verdict.denied)
    for step in path(token):
        if step.aside or (verdict == _Verdict() and _mentioned(step, token)):
            break
        reach = reach and _carries(step)
        verdict = _above(step, verdict, reach, fight=relation == "contests")
    if verdict.failed:
        verdict = replace(verdict, denied=True, planned=False)
    if verdict.modality == "asserted" and not verdict.denied and is_unproved(sentence, token, following):
        verdict = replace(verdict, claimed=True)
    return verdict.modality, "denied" if verdict.denied else "affirmed"


def _out_of(token: Token) -> bool:
    """As in "beyond the control of", "outside government control", "out of rebel hands"."""
    link = token.head
    return token.dep_ == "pobj" and (
        link.lower_ in ("beyond", "outside") or (link.lower_ == "of" and link.head.lower_ == "out")
    )


def _almost(token: Token) -> bool:
    """As in "nearly took", "has all but fallen", "almost lost control", "came close to taking": it did not come to it."""
    link, doc = token.head, token.doc
    if token.dep_ == "pcomp" and link.lower_ == "to" and link.head.lower_ == "close":
        return True
    verb = link if token.dep_ == "dobj" and lemma(link) in LIGHT else token
    beside = [c for c in verb.children if c.dep_ == "advmod"] if is_verb(verb) else []
    return any(
        c.lower_ in ("nearly", "almost") or (c.lower_ == "but" and c.i > 0 and doc[c.i - 1].lower_ == "all")
        for c in beside
    )


def _mentioned(step: Step, trigger: Token) -> bool:
    """A thing only named on the way: "planned to move on their stronghold" does not plan the stronghold."""
    if is_verb(trigger) or not is_verb(step.head):
        return False
    word = lemma(step.head)
    known = LIGHT | PLAN | FAIL | PREVENT | DENY | CLAIM | REPEL | POSSIBLE | SAY
    return step.edge in ("dobj", "prep", "advcl", "npadvmod") and word not in known


def _carries(step: Step) -> bool:
    """Whether what stands beside the head (a negation, "will") also bears on the child."""
    if step.edge in ("conj", "advcl", "ccomp", "csubj", "parataxis", "dep"):
        return step.edge == "conj" and _shares(step.child, step.head)
    if is_verb(step.child):
        return step.edge == "xcomp" and lemma(step.head) in LIGHT
    return not is_verb(step.head) or lemma(step.head) in LIGHT or step.edge in ("nsubj", "nsubjpass")


def _shares(verb: Token, first: Token) -> bool:
    """Two joined verbs share subject and auxiliaries where the second has none of its own."""
    own = {c.dep_ for c in verb.children}
    if own & {"nsubj", "nsubjpass", "aux", "auxpass", "neg"}:
        return False
    return verb.tag_ == first.tag_ and not any(c.dep_ == "cc" and c.lower_ == "but" for c in first.children)


def _beside(token: Token, but: Token | None = None) -> _Verdict:
    """What a token's own dependants, ``but`` for one, do: negation, auxiliaries, adverbs, an "if"."""
    verdict = _Verdict()
    for child in token.children:
        word = child.lower_
        if but is not None and child.i == but.i:
            continue
        if _denies(token, child):
            verdict = replace(verdict, denied=True)
        elif child.dep_ in ("nsubj", "nsubjpass", "attr", "dobj"):
            verdict = _of_argument(child, verdict)
        elif child.dep_ in ("aux", "mark", "advmod", "amod", "prep", "acomp"):
            verdict = _of_word(token, child, word, verdict)
    if (verdict.planned or verdict.possible) and _has_condition(token):
        return replace(verdict, conditional=True)
    return verdict


def _denies(token: Token, child: Token) -> bool:
    """Whether what stands beside a word denies it; "not only" does not, nor does "did not leave until May"."""
    if child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children):
        return True
    if child.dep_ != "neg" and not (child.lower_ in NOT and child.dep_ in ("advmod", "det", "preconj")):
        return False
    following = token.doc[child.i + 1 : child.i + 2].text.lower()
    return following not in ("only", "just", "merely") and not any(map(_until_then, token.children))


def _until_then(child: Token) -> bool:
    """As in "until May", "until the rebels came"; not "until now"."""
    if child.lower_ in ("until", "till") and child.dep_ == "prep":
        return not any(c.lower_ in ("now", "today", "recently", "then") for c in child.children)
    return child.dep_ == "advcl" and any(c.lower_ in ("until", "till") for c in child.children)


def _of_argument(noun: Token, verdict: _Verdict) -> _Verdict:
    """As in "None of their men remained", "no forces", "not one of them"; "perhaps two valleys"."""
    none = noun.lower_ in ("none", "nobody", "neither", "nothing") or any(
        c.lower_ in ("no", "neither", "not") and c.dep_ in ("det", "neg", "preconj")
        for c in [*noun.children, *(g for n in noun.children if n.dep_ == "nummod" for g in n.children)]
    )
    if none:
        return replace(verdict, denied=True)
    unsure = any(t.lower_ in ("perhaps", "possibly", "probably") for t in noun.subtree)
    return replace(verdict, possible=verdict.possible or unsure)


def _has_condition(verb: Token) -> bool:
    clauses = [c for c in verb.children if c.dep_ in ("advcl", "ccomp")]
    return any(m.dep_ == "mark" and m.lower_ in ("if", "unless") for c in clauses for m in c.children)


def _of_word(token: Token, child: Token, word: str, verdict: _Verdict) -> _Verdict:
    if word in CLAIMED_BESIDE:
        return replace(verdict, claimed=True)
    if word in FALSELY:
        return replace(verdict, denied=True)
    if word in POSSIBLE_BESIDE or (child.dep_ == "aux" and word in ("may", "might", "could")):
        if word == "could" and any(c.dep_ == "neg" for c in token.children):
            return verdict  # "could not take it": it did not
        return replace(verdict, possible=True)
    if child.dep_ == "aux" and word in ("will", "would", "shall", "'ll"):
        return replace(verdict, planned=True)
    opens = child.dep_ == "aux" and child.i == token.left_edge.i
    if (child.dep_ == "mark" and word in ("if", "unless", "lest")) or (
        opens and (word == "should" or (word == "had" and token.dep_ == "advcl"))
    ):
        return replace(verdict, conditional=True)
    if word == "whether" and child.dep_ in ("mark", "advmod"):
        return replace(verdict, possible=True)
    if child.dep_ == "prep" and word == "without" and any(c.lower_ == "success" for c in child.children):
        return replace(verdict, failed=True)
    return verdict


def _above(step: Step, verdict: _Verdict, reach: bool, fight: bool) -> _Verdict:
    """What the head of a step does to all that stands below it."""
    head, word = step.head, lemma(step.head)
    verdict = _governed(step, word, verdict, fight)
    if step.edge in ("acl", "prep", "relcl") and word in CLAIM_NOUN:
        verdict = replace(verdict, claimed=True)
    if step.edge == "acl" and word in EVIDENCE and any(c.lower_ == "no" for c in head.children):
        verdict = replace(verdict, denied=not verdict.denied)
    if is_purpose(step):
        verdict = replace(verdict, planned=True)
    if reach:
        below = _beside(head, but=step.child)
        return _Verdict(
            denied=verdict.denied != below.denied,
            failed=verdict.failed or below.failed,
            claimed=verdict.claimed or below.claimed,
            possible=verdict.possible or below.possible,
            planned=verdict.planned or below.planned,
            conditional=verdict.conditional or below.conditional,
        )
    return _from_main_clause(step, verdict)


def _from_main_clause(step: Step, verdict: _Verdict) -> _Verdict:
    """What stands beside a verb that the claim only depends on: "reportedly advanced, capturing"."""
    below = _beside(step.head, but=step.child)
    falsely = any(c.lower_ in FALSELY for c in step.head.children)
    marks = {c.lower_ for c in step.child.children if c.dep_ in ("mark", "advmod")}
    if below.claimed and (step.edge in ("conj", "xcomp") or step.child.tag_ == "VBG"):
        verdict = replace(verdict, claimed=True)
    if falsely and step.edge in ("ccomp", "xcomp") and lemma(step.head) not in CLAIM:
        verdict = replace(verdict, denied=True)
    if below.planned and step.edge == "advcl" and marks & {"before", "until", "once", "when"}:
        verdict = replace(verdict, planned=True)
    if (below.planned or below.possible) and step.edge == "csubj":
        verdict = replace(verdict, conditional=True)
    if below.failed and verdict.planned:
        verdict = replace(verdict, failed=True)
    return verdict


def _governed(step: Step, word: str, verdict: _Verdict, fight: bool) -> _Verdict:
    """A word over the claim: deny, fail, claim, plan, seem; "able", "likely"."""
    if (turned := _turned(step, word, verdict, fight)) is not None:
        return turned
    head, edge = step.head, step.edge
    passive = any(c.dep_ == "auxpass" for c in head.children)
    if word in CLAIM and is_verb(head) and edge in ("ccomp", "xcomp", "dobj"):
        falsely = any(c.lower_ in FALSELY for c in head.children)
        return replace(verdict, claimed=not falsely, denied=verdict.denied != falsely)
    if word in ("report", "say") and _told_by_nobody(step, passive):
        return replace(verdict, claimed=True)
    if (word in PLAN or word == "announce") and not (fight and word in BEGINNING) and is_planned(step):
        return replace(verdict, planned=True, failed=verdict.failed or in_vain(head))
    if word == "be" and edge in ("xcomp", "ccomp") and infinitive(step.child):
        return replace(verdict, planned=True)
    if word in POSSIBLE and (edge == "xcomp" or (edge == "ccomp" and passive)):
        return replace(verdict, possible=True)
    return verdict


def _turned(step: Step, word: str, verdict: _Verdict, fight: bool) -> _Verdict | None:
    """What a word over the claim that denies, fails, prevents or proves makes of it; ``None`` for any other."""
    head, edge, negated = step.head, step.edge, _negated(step.head)
    if word in DENY and edge in ("ccomp", "xcomp", "dobj") and not _has_its_own_object(step):
        return replace(verdict, possible=True) if negated else replace(verdict, denied=not verdict.denied)
    to = edge == "prep" and step.child.lower_ == "to"  # "failed to wrest control", as it is parsed
    if (edge in ("xcomp", "acomp") or to) and (word in FAIL or (word == "able" and negated)):
        return _failed(lemma(step.child), verdict)
    if word == "able" and lemma(step.child) in VERIFY and _negated(head.head):
        return replace(verdict, claimed=True)
    if word in PREVENT and _is_prevented(step, fight):
        return replace(verdict, denied=not verdict.denied)
    if word in VERIFY and negated and edge in ("ccomp", "dobj"):
        return replace(verdict, claimed=True)
    if word in REPEL and edge in ("nsubjpass", "dobj", "nsubj") and verdict.planned:
        return replace(verdict, denied=True, planned=False)
    if word in BELIEVE and edge == "ccomp" and _nobody(head):
        return replace(verdict, denied=not verdict.denied)
    if word == "be" and _is_untrue(head) and (edge == "ccomp" or lemma(step.child) in TOLD):
        return replace(verdict, denied=not verdict.denied)
    if word == "have" and edge == "xcomp" and any(c.lower_ == "yet" for c in head.children):
        return replace(verdict, denied=True)
    return None


def _nobody(verb: Token) -> bool:
    """As in "*nobody* believes that", "*few* here think"."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return subject is not None and (subject.lower_ in ("nobody", "none", "few", "no-one") or any(c.lower_ in ("no", "few") and c.i < subject.i for c in subject.children))  # fmt: skip


def _has_its_own_object(step: Step) -> bool:
    """As in "rebels took the town; the army denied *it*", where the parser hangs the first clause on the second."""
    return step.edge != "dobj" and any(c.dep_ == "dobj" for c in step.head.children)


def _negated(head: Token) -> bool:
    """As in "did not deny", "neither confirmed nor denied"."""
    first = head.head if head.dep_ == "conj" else head
    return any(c.dep_ == "neg" or (c.dep_ == "preconj" and c.lower_ == "neither") for c in head.children) or (
        any(c.dep_ == "cc" and c.lower_ == "nor" for c in first.children)
    )


def _failed(what: str, verdict: _Verdict) -> _Verdict:
    """As in "failed to take"; but "unable to prevent them from taking" let them, and "unable to confirm" denies nothing."""
    if what in PREVENT:
        return replace(verdict, denied=not verdict.denied)
    if what in SAY | VERIFY:
        return replace(verdict, claimed=True)
    return replace(verdict, denied=True)


def _is_prevented(step: Step, fight: bool) -> bool:
    """As in "kept them from taking", "prevented its capture"; a fight that is stopped was one."""
    if step.edge == "dobj":
        return lemma(step.head) in ("prevent", "avert") and not fight and not is_verb(step.child)
    return step.edge == "prep" and step.child.lower_ == "from"


def _is_untrue(be: Token) -> bool:
    """As in "claims that it had fallen were an exaggeration", "it is not true that"."""
    said = {lemma(c) for c in be.children if c.dep_ in ("attr", "acomp")}
    return bool(said & UNTRUE) or ("true" in said and _negated(be))


def _told_by_nobody(step: Step, passive: bool) -> bool:
    """As in "It was reported that", "is reported to have", "clashes were reported", "reports said"."""
    subject = next((c for c in step.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if step.edge == "ccomp":
        it = subject is None or subject.lower_ == "it"
        return (passive and it) or (
            subject is not None and subject.lower_ in ("reports", "rumours", "rumors")
        )
    return passive and step.edge in ("xcomp", "nsubjpass", "prep", "advcl", "oprd")
