"""Share of gold claims whose place and actor are among the mentions: ``mention_recall.py [--misses N] GOLD.jsonl ...``."""

from __future__ import annotations

import importlib.util
import json
import random
import sys
from collections import Counter
from pathlib import Path

from whoholds.code.candidates import read
from whoholds.code.lexicon import english
from whoholds.code.parse import Parser
from whoholds.model import Document

spec = importlib.util.spec_from_file_location(
    "score", Path(__file__).parents[2] / "shared" / "gold" / "score.py"
)
score = importlib.util.module_from_spec(spec)
spec.loader.exec_module(score)


def main(paths: list[str], show: int) -> None:
    rows = [json.loads(line) for p in paths for line in open(p)]
    documents = [
        Document(name=r["id"], text=r["text"], before=r.get("before", ""), title=r.get("title")) for r in rows
    ]
    counts, misses = Counter(), []
    for row, article in zip(rows, Parser(english().gate).articles(documents), strict=True):
        found = [c for c in read(article) if not c.sentence.context]
        places = [m for c in found for m in c.places]
        actors = [m for c in found for m in c.actors]
        counts["sentences"] += 1
        counts["place mentions"] += len(places)
        counts["actor mentions"] += len(actors)
        for claim in row["claims"]:
            first = any(_same(claim["place"], m.readings[:1]) for m in places)
            place = any(_same(claim["place"], m.readings) for m in places)
            actor = claim["actor"] is None or any(score.contains(claim["actor"], m.name) for m in actors)
            key = "named" if claim["place"]["name"] else "unnamed"
            counts["claims"] += 1
            counts[key] += 1
            counts[f"{key} place"] += place
            counts[f"{key} first reading"] += first
            counts["place"] += place
            counts["actor"] += actor
            counts["actor given"] += claim["actor"] is not None
            counts["actor given found"] += claim["actor"] is not None and actor
            counts["both"] += place and actor
            counts["both, first reading"] += first and actor
            if not place:
                misses.append(
                    (
                        "place",
                        claim["place"]["name"],
                        claim["place"]["kind"],
                        claim["place"]["within"],
                        [m.place.name or (m.place.kind, m.place.within) for m in places],
                        row["text"],
                        row["before"][-100:],
                    )
                )
            if not actor:
                misses.append(
                    ("actor", claim["actor"], [m.name for m in actors], row["text"], row["before"][-100:])
                )
    for key, value in counts.items():
        print(f"{key:24} {value}")
    random.seed(7)
    for miss in random.sample(misses, min(show, len(misses))):
        print(*miss, sep=" | ")


def _same(gold, readings):
    return any(score.same_place(gold, {"name": p.name, "within": p.within}) for p in readings)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    show = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 0
    main(arguments, show)
