"""Speaker, modality, polarity and date of a claim, on golden sentences by phenomenon, with the real parser."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from whoholds.code import modality, speaker, when
from whoholds.code.parse import Article, Parser, Sentence
from whoholds.model import Document

pytestmark = pytest.mark.model

GOLDEN = Path(__file__).parents[1] / "golden" / "context.toml"
CASES: list[dict[str, Any]] = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["case"]
PUBLISHED = date(2024, 11, 29)
GIVEN = {"phenomenon", "text", "at", "relation", "place", "published"}
"""Of a case; everything else in it is what must be read."""


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    documents = [
        Document(name=str(n), text=case["text"], published=case.get("published", PUBLISHED))
        for n, case in enumerate(CASES)
    ]
    return list(Parser().articles(documents))


def standing(article: Article, word: str) -> tuple[Sentence, int]:
    """The sentence and token of a word of the text."""
    return next((s, t.i) for s in article.sentences for t in s.doc if t.text == word)


def told(article: Article, case: dict[str, Any]) -> dict[str, Any]:
    """What is read at the case's trigger, of the fields that it asks for."""
    sentence, at = standing(article, case["at"])
    relation = case.get("relation", "gains")
    following = article.sentences[sentence.index + 1 :]
    mood, polarity = modality.judge(sentence, at, following, relation)
    names, by_party = speaker.speakers(speaker.Attribution(article=article), sentence, at)
    there = standing(article, case["place"])[1] if "place" in case else None
    place = None if there is None else (there, there + 1)
    start, end = when.resolve(when.Calendar(article=article), sentence, at, relation, mood, place)
    read = {
        "speaker": list(names), "by_party": by_party, "modality": mood, "polarity": polarity,
        "start": start or "", "end": end or "",
    }  # fmt: skip
    return {key: value for key, value in read.items() if key in case}


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[f"{c['phenomenon']}: {c['text'][:60]}" for c in CASES]
)
def test_golden(articles: list[Article], number: int) -> None:
    case = CASES[number]
    assert told(articles[number], case) == {key: case[key] for key in case.keys() - GIVEN}


def test_the_golden_set_is_wide_enough() -> None:
    assert len(CASES) >= 70
    assert len({c["phenomenon"] for c in CASES}) >= 10
    assert all(c.keys() - GIVEN for c in CASES)
