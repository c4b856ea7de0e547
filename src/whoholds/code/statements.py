"""A report's statements about actors: strengths, alignments and stances, beside its control claims.

Control has its own gate: what that held back and a statement needs is parsed here, so that control reads what it
always read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from whoholds.code import actors
from whoholds.code.alignment import alignments
from whoholds.code.frames import frames
from whoholds.code.memory import Memory
from whoholds.code.mentions import ActorMention
from whoholds.code.parse import LOOKBACK, Article, Sentence, parsed
from whoholds.code.phrases import text
from whoholds.code.scene import Scene, private_people
from whoholds.code.speaker import Attribution
from whoholds.code.stance import stances
from whoholds.code.strength import strengths
from whoholds.code.when import Calendar
from whoholds.model import Alignment, Stance, Statement, Strength


@dataclass(frozen=True, kw_only=True)
class Statements:
    """What one report says of actors beside control."""

    strengths: tuple[Strength, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    stances: tuple[Stance, ...] = ()


@cache
def _gate() -> Any:
    return frames().gate


def statements(article: Article, parties: Iterable[str] = (), calendar: Calendar | None = None) -> Statements:
    """Read the statements of a report.

    ``parties``: names known as parties, for who speaks for one. ``calendar``: the report's, where there is one already.
    """
    wanted = {s.index for s in article.sentences if not s.context and _gate().search(s.text)}
    if not wanted:
        return Statements()
    article = parsed(article, {k for i in wanted for k in range(max(0, i - LOOKBACK), i + 1)})
    found: dict[str, Statement] = {}
    for scene in _scenes(article, frozenset(parties), calendar or Calendar(article=article)):
        if scene.sentence.index in wanted:
            for said in (*strengths(scene), *alignments(scene), *stances(scene)):
                found.setdefault(said.id, said)
    return Statements(
        strengths=tuple(s for s in found.values() if isinstance(s, Strength)),
        alignments=tuple(s for s in found.values() if isinstance(s, Alignment)),
        stances=tuple(s for s in found.values() if isinstance(s, Stance)),
    )


def _scenes(article: Article, parties: frozenset[str], calendar: Calendar) -> Iterator[Scene]:
    """Each parsed sentence with what the article had said before it."""
    memory, private = Memory(), private_people(article.sentences)
    attribution = Attribution(article=article, names=parties)
    for sentence in article.sentences:
        if not sentence.parsed:
            continue
        memory.begin(sentence)
        mentions = [_no_person(m, sentence) for m in actors.mentions(sentence, memory)]
        yield Scene(
            article=article, sentence=sentence, mentions=tuple(mentions), known=memory, attribution=attribution,
            calendar=calendar, parties=parties, private=private,
        )  # fmt: skip
        memory.end(sentence, [], mentions)


def _no_person(mention: ActorMention, sentence: Sentence) -> ActorMention:
    """The mention; "the force" is left as it stands where it was taken for one person, "the ex vice president"."""
    offices = frames().words["offices"]
    if mention.shape != "kind" or not mention.resolved or mention.name.split()[-1].lower() not in offices:
        return mention
    return replace(mention, name=text(sentence.doc, *mention.span), resolved=False)


def record(said: Statement) -> dict[str, Any]:
    """A statement as the codebook's record, with sentence, span and confidence."""
    values = asdict(said)
    del values["document"]
    return {key: list(v) if isinstance(v, tuple) else v for key, v in values.items()}
