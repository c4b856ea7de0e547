"""The golden sentences of the three kinds of statement, in three parts, and how a case is compared.

Two halves were written before the first rules; the hash of its text decides which half a case belongs to, and the half
set aside was not looked at while those rules were made. The third part, in ``golden/later``, was written after the rules
had been widened and frozen, about conflicts that no rule was made with, and before anything was run on it.
"""

import hashlib
import re
import tomllib
from datetime import date
from pathlib import Path

from whoholds.code.parse import Parser
from whoholds.code.score import agree
from whoholds.code.score_statements import topics
from whoholds.code.statements import record, statements
from whoholds.model import Document

FOLDER = Path(__file__).parents[1] / "golden"
LATER = FOLDER / "later"
KINDS = {"strength": "strengths", "alignment": "alignments", "stance": "stances"}
DEFAULTS = {
    "strength": {"low": None, "high": None, "unit": "", "qualifier": ""},
    "alignment": {"other": None, "role": None},
    "stance": {},
}
SHARED = {"speaker": [], "modality": "asserted", "polarity": "affirmed"}


def cases(kind):
    """All cases of a kind by part: ``made with``, ``set aside``, ``later``."""
    found, later = (
        tomllib.loads((folder / f"{kind}.toml").read_text(encoding="utf-8"))["case"]
        for folder in (FOLDER, LATER)
    )
    order = sorted(found, key=lambda c: hashlib.sha256(c["text"].encode()).hexdigest())
    aside = order[: len(order) // 2]
    return {"made with": [c for c in found if c not in aside], "set aside": aside, "later": later}


def read(kind, chosen):
    """What the coder reads in each case: the statements of its kind, or of any kind where it must yield nothing."""
    documents = [
        Document(name=str(n), text=c["text"], before=c.get("before", ""), published=date(2023, 5, 10))
        for n, c in enumerate(chosen)
    ]
    out = []
    for case, article in zip(chosen, Parser(re.compile("(?!)")).articles(documents), strict=True):
        found = statements(article)
        kinds = [KINDS[kind]] if case["claims"] else KINDS.values()
        out.append([record(s) for k in kinds for s in getattr(found, k)])
    return out


def same(kind, gold, said):
    """Whether a statement agrees with a gold one in all slots (the start where the gold gives one)."""
    gold = SHARED | DEFAULTS[kind] | gold
    if not agree(gold["actor"], said["actor"]):
        return False
    if len(gold["speaker"]) != len(said["speaker"]) or not all(map(agree, gold["speaker"], said["speaker"])):
        return False
    if any(gold[k] != said[k] for k in ("modality", "polarity")):
        return False
    if "start" in gold and not str(said["start"] or "").startswith(gold["start"]):
        return False
    if kind == "strength":
        return all(gold[k] == said[k] for k in ("low", "high", "unit", "qualifier"))
    if gold["kind"] != said["kind"]:
        return False
    if kind == "stance":
        return topics(gold["topic"], said["topic"])
    return agree(gold["other"], said["other"]) and (gold["role"] is None or agree(gold["role"], said["role"]))


def right(kind, case, said):
    """Whether a case is right: every claim of it found with all slots right, and nothing else."""
    rest = list(said)
    for gold in case["claims"]:
        hit = next((s for s in rest if same(kind, gold, s)), None)
        if hit is None:
            return False
        rest.remove(hit)
    return not rest
