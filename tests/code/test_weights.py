"""The weights that the package ships: what they say, and what they reach."""

import hashlib
import json
from pathlib import Path

import pytest

from whoholds.code.coder import Coder, record
from whoholds.code.confidence import EVIDENCE
from whoholds.code.readings import readings
from whoholds.code.score import score
from whoholds.code.scorer import Scorer
from whoholds.model import Document


@pytest.fixture(scope="module")
def parser():
    from whoholds.code.parse import Parser

    return Parser(None)


def decide(parser, text: str, before: str = ""):
    article = next(parser.articles([Document(name="a", text=text, before=before)]))
    found = readings(article, [s for s in article.sentences if not s.context])
    best = [
        (
            d.relation,
            d.polarity,
            None if d.actor is None else r.words(d.actor),
            None if d.name is None else r.words(d.name),
        )
        for r, decisions in zip(found, Scorer.load().score(found), strict=True)
        for d in decisions
        if d.probability >= Scorer.load().threshold
    ]
    return best, found


@pytest.mark.model
def test_a_plain_taking(parser):
    best, _ = decide(parser, "Government forces captured the town of Tamanah on Monday.")
    assert best == [("gains", "affirmed", "Government forces", "Tamanah")]


@pytest.mark.model
def test_a_pronoun_leads_to_the_sentence_before(parser):
    best, _ = decide(
        parser, "On Friday they captured Souran.", before="Rebels of the Northern Front attacked the army."
    )
    assert [(r, p, name) for r, p, _, name in best] == [("gains", "affirmed", "Souran")]
    assert best[0][2] in {"Rebels", "Rebels of the Northern Front", "Northern Front"}


@pytest.mark.model
def test_an_air_strike_takes_nothing(parser):
    assert decide(parser, "An air strike on the market of Tamanah killed nine people.")[0] == []


@pytest.mark.model
def test_the_same_sentence_gets_the_same_answer_in_any_company(parser):
    _, found = decide(parser, "Rebels seized Morek. The army still holds Souran. Clashes broke out in Hama.")
    scorer = Scorer.load()
    together = scorer.score(found)
    assert sum(map(bool, together)) >= 2
    assert together == [scorer.score([r])[0] for r in found]
    assert together[::-1] == scorer.score(found[::-1])


@pytest.mark.model
def test_the_card_says_where_the_weights_come_from():
    card = Scorer.load().card
    assert card["trained_on"]["parts"].keys() == {
        "train",
        "syria-2024",
        "ukraine-2022",
        "sahel-2012-2024",
        "written",
        "annotated",
    }
    assert len(card["trained_on"]["gold_sha256"]) == 64
    assert card["threshold"]["best"] < card["threshold"]["precise"]
    assert set(card["confidence"]) == {*EVIDENCE, "bias"}
    weights = Path(__file__).parents[2] / "src/whoholds/code/weights"
    assert sum(p.stat().st_size for p in weights.iterdir()) < 30_000_000
    assert json.loads((weights / "card.json").read_text(encoding="utf-8")) == card


GOLD = Path(__file__).parents[3] / "shared" / "gold"
DEV = "d34eee50"
"""The dev gold that the figures below were reached on: first digits of its SHA-256."""


@pytest.mark.gate
@pytest.mark.model
@pytest.mark.slow
def test_what_was_reached_on_the_dev_sentences(gate):
    """Sentences that the weights never saw, partly from articles that they did: pins, no estimate."""
    path = GOLD / "control-claims-dev.jsonl"
    if not path.is_file():
        pytest.skip(f"the gold sentences are not here: {path}")
    assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(DEV), (
        "another gold: measure anew, then pin"
    )
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    documents = [
        Document(
            name=r["id"],
            text=r["text"],
            before=r["before"],
            title=r["title"],
            year_hint=int(r["year_hint"] or 0) or None,
        )
        for r in rows
    ]
    found = {c.document.name: [record(claim) for claim in c.claims] for c in Coder().code(documents)}
    reached = score({r["id"]: r["claims"] for r in rows}, found).rows
    of = "the 200 dev sentences, which the shipped weights did not see"
    gate("control claims, dev: F1", reached["all"].f1, least=0.69, of=of)
    gate("control claims, dev: F1 of gains and loses", reached["gains+loses"].f1, least=0.78, of=of)
