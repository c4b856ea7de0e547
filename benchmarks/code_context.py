"""Speaker, party flag, modality, polarity and date, read at gold triggers, beside their majority baselines.

    PYTHONPATH=src python benchmarks/code_context.py ../shared/gold

The relation, the place and the words are the gold's; only the context is read. The trigger is the highest word in
the gold quote that wears the relation. *Tuned* texts were read while the rules were written: half of the training
articles (by a hash of the title), and the reports from Syria and the Sahel. The other half was measured but not
read; the dev sentences and the reports from Ukraine are untouched. Names of actors are the gold's, as the coder
would hand over its own.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from whoholds.code import modality, speaker, when
from whoholds.code.parse import Article, Parser, Sentence, clean
from whoholds.model import Document

WORN = {
    "gains": r"captur|seiz|took|tak|retak|retook|recaptur|liberat|gain|secur|overr|conquer|occup|reclaim|drove|driv|push"
    r"|clear|enter|control|fell|fall|won|win|recover|storm|advanc|hand",
    "holds": r"control|held|hold|remain|run|administ|rul|occupied|stronghold|hands|govern|kept|keep|retain|maintain|under",
    "loses": r"withdr|los|abandon|fell|fall|retreat|drove|driv|expel|pull|left|leav|evacuat|surrender|forced|fled|flee|quit|give|gave",
    "contests": r"clash|fight|fought|battl|attack|assault|sieg|besieg|offensiv|storm|advanc|raid|repel|contest|surround|encircl|enter|push",
}
FIELDS = ("speaker", "by_party", "modality", "polarity", "start")
Item = tuple[Article, Sentence, int, dict[str, Any]]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sets(gold: Path) -> Iterator[tuple[str, list[tuple[Document, list[dict[str, Any]]]]]]:
    """Name of each set, and its documents with their gold claims."""
    train, dev = lines(gold / "control-claims-train.jsonl"), lines(gold / "control-claims-dev.jsonl")
    half = [[], []]  # type: list[list[dict[str, Any]]]
    for row in train:
        half[hashlib.sha256(row["title"].encode()).digest()[0] % 2].append(row)
    for name, rows in (
        ("train, tuned half", half[0]),
        ("train, other half", half[1]),
        ("dev, untouched", dev),
    ):
        yield name, [(_sentence(r), r["claims"]) for r in rows]
    for folder, kind in (
        ("syria-2024", "tuned"),
        ("sahel-2012-2024", "tuned"),
        ("ukraine-2022", "untouched"),
    ):
        claims = {r["id"]: r["claims"] for r in lines(gold / "news" / folder / "claims.jsonl")}
        reports = lines(gold / "news" / folder / "reports.jsonl")
        yield f"{folder}, {kind}", [(_report(r), claims[r["id"]]) for r in reports]


def _sentence(row: dict[str, Any]) -> Document:
    hint = row.get("year_hint")
    return Document(name=row["id"], text=row["text"], title=row["title"], before=row.get("before") or "",
                    year_hint=int(hint) if hint else None)  # fmt: skip


def _report(row: dict[str, Any]) -> Document:
    day = date.fromisoformat(row["published"][:10])
    return Document(name=row["id"], text=row["text"], title=row["title"], published=day, outlet=row["outlet"])


def items(pairs: list[tuple[Document, list[dict[str, Any]]]]) -> Iterator[Item]:
    """Each gold claim with its sentence and trigger."""
    for article, (document, claims) in zip(Parser().articles(d for d, _ in pairs), pairs, strict=True):
        for claim in claims:
            stands = clean(claim.get("sentence") or document.text)[0]
            for sentence in article.sentences:
                text = sentence.text
                at = (
                    None
                    if sentence.context or not (text in stands or stands in text)
                    else trigger(sentence, claim)
                )
                if at is not None:
                    yield article, sentence, at, claim
                    break


def trigger(sentence: Sentence, claim: dict[str, Any]) -> int | None:
    """The highest word of the gold quote that wears the relation."""
    quote = clean(claim["quote"])[0]
    start = sentence.text.find(quote)
    if start < 0:
        return None
    inside = [t for t in sentence.doc if start < t.idx + len(t) and t.idx < start + len(quote)]
    worn = [
        t for t in inside if re.search(rf"(?i)\b(?:re-?|over|counter)?(?:{WORN[claim['relation']]})", t.text)
    ]
    return min(worn or inside, key=lambda t: (len(list(t.ancestors)), t.i)).i


def place(sentence: Sentence, claim: dict[str, Any]) -> int | None:
    name = clean(claim["place"].get("name") or claim["place"].get("kind") or "")[0]
    start = sentence.text.rfind(name) if name else -1
    return next((t.i for t in sentence.doc if t.idx >= start), None) if start >= 0 else None


def read(found: list[Item]) -> Iterator[tuple[Article, dict[str, Any], dict[str, Any]]]:
    """Gold claim and what is read of its context."""
    names: dict[int, set[str]] = defaultdict(set)
    for article, _, _, claim in found:
        names[id(article)] |= {claim[k] for k in ("actor", "against") if claim[k]}
    built: dict[int, tuple[speaker.Attribution, when.Calendar]] = {}
    for article, sentence, at, claim in found:
        if id(article) not in built:
            known = frozenset(names[id(article)])
            built[id(article)] = (
                speaker.Attribution(article=article, names=known), when.Calendar(article=article)
            )  # fmt: skip
        voices, days = built[id(article)]
        following = article.sentences[sentence.index + 1 :]
        mood, polarity = modality.judge(sentence, at, following, claim["relation"])
        who, by_party = speaker.speakers(voices, sentence, at)
        start, _ = when.resolve(days, sentence, at, claim["relation"], mood, place(sentence, claim))
        yield article, claim, {
            "speaker": list(who), "by_party": by_party, "modality": mood, "polarity": polarity, "start": start,
        }  # fmt: skip


def baseline(article: Article, claim: dict[str, Any]) -> dict[str, Any]:
    """The commonest answer to each question; for the date: a state is of the report's day, an event is undated."""
    day = article.document.published
    state = claim["relation"] == "holds" and day
    return {"speaker": [], "by_party": False, "modality": "asserted", "polarity": "affirmed",
            "start": day.isoformat() if state and day else None}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    gold = parser.parse_args().gold
    spec = importlib.util.spec_from_file_location("score", gold / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{gold} holds no score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    agrees = score.FIELDS | {"polarity": lambda g, s: g["polarity"] == s["polarity"]}
    print(f"{'':28}{'claims':>7}", *(f"{f:>17}" for f in FIELDS))
    for name, pairs in sets(gold):
        ours, theirs, total = Counter(), Counter(), 0  # type: Counter[str], Counter[str], int
        for article, claim, got in read(list(items(pairs))):
            total += 1
            ours.update(f for f in FIELDS if agrees[f](claim, got))
            theirs.update(f for f in FIELDS if agrees[f](claim, baseline(article, claim)))
        cells = (f"{ours[f] / total:9.3f} ({theirs[f] / total:.3f})" for f in FIELDS)
        print(f"{name:28}{total:7}", *(f"{c:>17}" for c in cells))


if __name__ == "__main__":
    main()
