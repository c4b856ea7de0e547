"""Text written for training: single sentences with exchangeable names, and whole reports."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scorer_training.gold import Claim, Example, Names, of_article
from whoholds.code.parse import Parser
from whoholds.model import Document

HERE = Path(__file__).parent
SPEAKERS = (
    "A spokesman",
    "The governor",
    "The defence ministry",
    "An aid group",
    "A monitoring group",
    "Residents",
)
PARTIES = ("The army", "The rebels", "The junta", "The insurgents", "Government forces", "The militia", "The separatists", "The coalition")  # fmt: skip


def written(names: Names) -> list[Example]:
    """Sentences of ``taught.toml`` and reports of ``reports/``, as far as they pass the gate or hold a claim."""
    return [e for e in (*sentences(names), *reports()) if e.gated or e.claims]


def reports(folder: Path = HERE / "reports") -> list[Example]:
    """Reports of real wars in our own words: every sentence, with its claims. A report's conflict is its group."""
    documents, claims, conflict = [], {}, {}
    for path in sorted(folder.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        for k, report in enumerate(told["report"]):
            name = f"{path.stem}-{k}"
            documents.append(Document(name=name, text=report["text"].strip(), title=report.get("title", "")))
            claims[name], conflict[name] = [claim(c) for c in report["claims"]], told["conflict"]
    return _examples(documents, claims, conflict)


def claim(line: Mapping[str, Any]) -> Claim:
    """Claim of a report as the codebook has it; ``reports/README.md`` tells the short keys."""
    return {
        "relation": line["r"], "polarity": "denied" if line.get("no") else "affirmed", "actor": line.get("a"), "against": line.get("against"),
        "place": {"name": line.get("p"), "kind": line.get("kind"), "within": line.get("within"),
                  "quantifier": line.get("quantifier", "named"), "extent": line.get("extent", "whole")},
        "quote": " ".join(line["q"].split()), "modality": line.get("by", "asserted"), "start": "dated" if line.get("dated") else None,
    }  # fmt: skip


def sentences(names: Names, times: int = 4, seed: int = 3) -> list[Example]:
    """Sentences of ``taught.toml``, each with several sets of names."""
    rows = tomllib.loads((HERE / "taught.toml").read_text(encoding="utf-8"))["sentence"]
    rng = random.Random(seed)
    parties = [*names.actors, *PARTIES * (len(names.actors) // len(PARTIES))]
    documents, claims = [], {}
    for n, (text, wanted) in enumerate(rows):
        for k in range(times):
            put = {"A1": rng.choice(parties), "A2": rng.choice(parties), "S": rng.choice(SPEAKERS)}
            put |= dict(zip(("P1", "P2", "P3"), rng.sample(names.places, 3), strict=True))
            filled = re.sub(r"\b(A1|A2|S|P[123])\b", lambda m, put=put: put[m[1]], text)
            filled = re.sub(r"(?<=\S )The (?=[a-z])", "the ", filled[:1].upper() + filled[1:])
            name = f"taught-{n}-{k}"
            documents.append(Document(name=name, text=filled))
            claims[name] = [_taught(line, put, filled) for line in wanted]
    return _examples(documents, claims, dict.fromkeys(claims, "taught"))


def _taught(line: str, put: dict[str, str], text: str) -> Claim:
    relation, sign, actor, place, *modality = line.split()
    who = None if actor == "''" else re.sub(r"^The ", "", put.get(actor, actor))
    return {
        "relation": relation, "polarity": "affirmed" if sign == "+" else "denied", "actor": who, "against": None,
        "place": {"name": put[place], "quantifier": "named", "extent": "whole"}, "quote": text,
        "modality": modality[0] if modality else "asserted", "start": None,
    }  # fmt: skip


def _examples(
    documents: list[Document], claims: Mapping[str, list[Claim]], group: Mapping[str, str]
) -> list[Example]:
    return [
        e
        for article in Parser(None).articles(documents)
        for e in of_article(article, claims[article.document.name], "written", group[article.document.name])
    ]
