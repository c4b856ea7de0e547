"""Speed and memory of the coder beside plain spaCy on the same text in the same run, one core, as ratios.

    python benchmarks/code_speed.py WAR_ARTICLES_FOLDER [NEWS.jsonl]

Plain spaCy is ``nlp.pipe`` without entity recognition: what a user would run to get a parse and nothing else.
Times are those of the processor, so that other work on the machine counts less.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

from whoholds.code.coder import Coder
from whoholds.code.decide import ByRules, default
from whoholds.code.lexicon import english
from whoholds.code.parse import Parser, language
from whoholds.model import Document

CUT = 6_000
"""Characters of each text: enough articles to be varied, few enough to be quick."""

PLAIN = "spaCy"


def code(texts: list[str], coder: Coder) -> int:
    """Number of claims."""
    return sum(len(c.claims) for c in coder.code(Document(name=str(n), text=t) for n, t in enumerate(texts)))


RUNS: dict[str, Callable[[list[str]], int]] = {
    default().name: lambda texts: code(texts, Coder()),
    "rules": lambda texts: code(texts, Coder(decider=ByRules())),
    PLAIN: lambda texts: sum(len(doc) for doc in language().pipe(texts, batch_size=32)),
}
"""The coder first, so that the peak of memory after it is its own."""


def held_back(texts: list[str]) -> str:
    """What the gate holds back, in words."""
    articles = Parser(english().gate).articles(Document(name="", text=t) for t in texts)
    sentences = [s for article in articles for s in article.sentences]
    gated, parsed = (sum(getattr(s, name) for s in sentences) for name in ("gated", "parsed"))
    return f"{len(sentences)} sentences: {gated / len(sentences):.0%} pass the gate, {parsed / len(sentences):.0%} are parsed"


def peak() -> float:
    """Most memory that the process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "articles", type=Path, help="folder of Markdown files, of which the first 14 are read"
    )
    parser.add_argument("news", type=Path, nargs="?", help="JSON Lines with a text each")
    given = parser.parse_args()
    corpora = {
        "war articles": [
            p.read_text(encoding="utf-8")[:CUT] for p in sorted(given.articles.glob("*.md"))[:14]
        ]
    }
    if not corpora["war articles"]:
        parser.error(f"{given.articles}: no .md files there")
    if given.news:
        rows = map(json.loads, given.news.read_text(encoding="utf-8").splitlines())
        corpora["general news"] = [r["text"][:CUT] for r in rows]
    code(["Rebels took the town."], Coder())  # what is loaded once is not timed
    times: dict[tuple[str, str], float] = {}
    for name, run in RUNS.items():
        for label, texts in corpora.items():
            began = time.process_time()
            run(texts)
            times[label, name] = time.process_time() - began
        print(f"{name:8} peak memory so far {peak():.0f} MB")
    for label, texts in corpora.items():
        words = sum(len(t.split()) for t in texts)
        print(f"{label}, {words} words, {held_back(texts)}")
        for name in RUNS:
            taken = times[label, name]
            print(f"  {name:8} {words / taken:6.0f} words/s   {times[label, PLAIN] / taken:5.2f} of {PLAIN}")


if __name__ == "__main__":
    main()
