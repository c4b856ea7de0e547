"""Speed of the coder beside plain spaCy on the same text in the same run, one core, as ratios.

    python benchmarks/code_speed.py WAR_ARTICLES_FOLDER [NEWS.jsonl]

Plain spaCy is ``nlp.pipe`` without entity recognition: what a user would run to get a parse and nothing else.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from whoholds.code.coder import Coder
from whoholds.code.decide import ByRules, default
from whoholds.code.parse import language
from whoholds.model import Document

CUT = 6_000
"""Characters of each text: enough articles to be varied, few enough to be quick."""


def measure(label: str, texts: list[str]) -> None:
    words = sum(len(t.split()) for t in texts)
    documents = [Document(name=str(n), text=t) for n, t in enumerate(texts)]
    runs: dict[str, Callable[[], object]] = {
        "spaCy": lambda: [None for _ in language().pipe(texts, batch_size=32)],
        "rules": lambda: list(Coder(decider=ByRules()).code(documents)),
        default().name: lambda: list(Coder().code(documents)),
    }
    times = {}
    for name, run in runs.items():
        began = time.process_time()
        run()
        times[name] = time.process_time() - began
    for name, taken in times.items():
        print(f"{label:14} {name:8} {words / taken:8.0f} words/s   {times['spaCy'] / taken:5.2f} of spaCy")


def main() -> None:
    folder = Path(sys.argv[1])
    language()
    default()
    measure("war articles", [p.read_text(encoding="utf-8")[:CUT] for p in sorted(folder.glob("*.md"))[:40]])
    if len(sys.argv) > 2:
        rows = map(json.loads, Path(sys.argv[2]).read_text(encoding="utf-8").splitlines())
        measure("general news", [r["text"][:CUT] for r in rows])
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
