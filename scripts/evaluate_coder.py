"""Measure the whole coder out of fold: every gold report is coded by weights that never saw its title or conflict.

    evaluate_coder.py GOLD_FOLDER FOLDS_FOLDER [--rules] [--out FILE] [--fold K ...] [--agreement] [--card CARD]

``GOLD_FOLDER`` is ``../shared/gold``. ``FOLDS_FOLDER`` holds one folder a fold with exported weights and
``read.jsonl``, whose lines name the held-out documents. Prints the codebook's table for the dev sentences, for all
sentences and for each news conflict, at the threshold of best F1 over all, and a table by threshold. With ``--agreement`` it fits :data:`whoholds.code.pointers.AGREEMENT` instead. With ``--card`` it writes the thresholds, of best F1 and
of precision 0.8, and what was reached there into the card of the weights; both come from all sentences but dev.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
from scorer_training.calibration import calibration_error

from whoholds.code.coder import Coder, record
from whoholds.code.decide import ByRules, ByScorer
from whoholds.code.pointers import weighed
from whoholds.code.score import FIELDS, Record, Row, Score, pair, score
from whoholds.code.scorer import Scorer
from whoholds.model import Document

PARTS = ("dev", "train", "syria-2024", "ukraine-2022", "sahel-2012-2024")


def gold(folder: Path) -> tuple[dict[str, Document], dict[str, list[Record]], dict[str, str]]:
    documents: dict[str, Document] = {}
    claims: dict[str, list[Record]] = {}
    parts: dict[str, str] = {}
    for part in PARTS:
        wiki = folder / f"control-claims-{part}.jsonl"
        lines = (wiki if wiki.exists() else folder / "news" / part / "reports.jsonl").read_text().splitlines()
        for row in map(json.loads, lines):
            published = date.fromisoformat(row["published"][:10]) if row.get("published") else None
            documents[row["id"]] = Document(
                name=row["id"], text=row["text"], before=row.get("before") or "", title=row["title"], published=published,
                outlet=row.get("outlet"), year_hint=int(row["year_hint"]) if row.get("year_hint") else None,
            )  # fmt: skip
            parts[row["id"]] = part
            claims[row["id"]] = row.get("claims", [])
        if not wiki.exists():
            for row in map(json.loads, (folder / "news" / part / "claims.jsonl").read_text().splitlines()):
                claims[row["id"]] = row["claims"]
    return documents, claims, parts


def coded(coder: Coder, documents: Iterable[Document]) -> dict[str, list[Record]]:
    return {c.document.name: [record(x) for x in c.claims] for c in coder.code(documents)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("folds", type=Path)
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument(
        "--figures", type=Path, help="docs/reference/quality.json, which the page on quality is made from"
    )
    parser.add_argument("--fold", type=int, nargs="*", default=[0, 1, 2, 3, 4])
    parser.add_argument("--agreement", action="store_true")
    parser.add_argument("--card", type=Path)
    options = parser.parse_args()
    documents, wanted, parts = gold(options.gold)
    found: dict[str, list[Record]] = {}
    for k in options.fold:
        folder = options.folds / str(k)
        held = [json.loads(line)["document"] for line in (folder / "read.jsonl").read_text().splitlines()]
        weigh = both if options.agreement else weighed
        decider = ByRules() if options.rules else ByScorer(Scorer.load(folder), weigh)
        coder = Coder(decider=decider, threshold=0.02 if options.agreement else 0.05)
        found |= coded(coder, [documents[name] for name in dict.fromkeys(held)])
    if options.agreement:
        rest = {k: c for k, c in found.items() if parts[k] != "dev"}
        print(agreement({k: wanted[k] for k in rest}, rest))
        return
    if options.out:
        options.out.write_text("".join(json.dumps({"id": k, "claims": v}) + "\n" for k, v in found.items()))
    if options.card:
        rest = {k: c for k, c in found.items() if parts[k] != "dev"}
        publish({k: wanted[k] for k in rest}, rest, options.card, options.fold)
    report({k: wanted[k] for k in found}, found, parts, options.figures)


MAJORITY: dict[str, object] = {"speaker": [], "modality": "asserted", "start": None, "by_party": False, "extent": "whole", "quantifier": "named"}  # fmt: skip
"""What a field mostly is: the outlet's own voice, told as fact, without a date ..."""


def beside_majority(
    wanted: dict[str, list[Record]], found: dict[str, list[Record]], least: float
) -> dict[str, dict[str, float]]:
    """Of the matched claims, the share whose field is right, and the share that the commonest value would get right."""
    pairs = []
    for name, gold_ in wanted.items():
        kept = [c for c in found[name] if float(str(c["confidence"])) >= least]
        pairs += [(gold_[i], kept[j]) for i, j in pair(gold_, kept)]
    guess: Record = {**MAJORITY, "place": MAJORITY}
    return {
        field: {
            "right": sum(agrees(g, s) for g, s in pairs) / len(pairs),
            "majority": sum(agrees(g, guess) for g, _ in pairs) / len(pairs),
        }
        for field, agrees in FIELDS.items()
    }


def both(probability: float, agreed: bool) -> float:
    """Probability and agreement in one number, for the fit."""
    return (probability + agreed) / 2


def agreement(wanted: dict[str, list[Record]], found: dict[str, list[Record]]) -> list[float]:
    """Slope, bonus where the rules agree, and bias that make the confidence the share that is right (Newton's method)."""
    x, y = [], []
    for name, claims in found.items():
        right = {j for _, j in pair(wanted[name], claims)}
        for j, claim in enumerate(claims):
            agreed, p = divmod(2 * float(str(claim["confidence"])), 1)
            p = min(max(p, 0.01), 0.99)
            x.append([np.log(p / (1 - p)), agreed, 1.0])
            y.append(j in right)
    inputs, outcome, w = np.array(x), np.array(y, float), np.array([1.0, 0.0, 0.0])
    for _ in range(30):
        p = 1 / (1 + np.exp(-inputs @ w))
        slope = (inputs * (p * (1 - p))[:, None]).T @ inputs + 1e-3 * np.eye(3)
        w -= np.linalg.solve(slope, inputs.T @ (p - outcome))
    return [round(float(v), 2) for v in w]


def publish(
    wanted: dict[str, list[Record]], found: dict[str, list[Record]], card: Path, folds: list[int]
) -> None:
    """Write the thresholds into the card: of best F1, and the least of precision 0.8; with calibration and folds."""

    def at(least: float) -> Row:
        kept = {k: [c for c in claims if float(str(c["confidence"])) >= least] for k, claims in found.items()}
        return score(wanted, kept).rows["all"]

    grid = [round(0.1 + n / 100, 2) for n in range(86)]
    best, precise = max(grid, key=lambda t: at(t).f1), min(t for t in grid if at(t).precision >= 0.8)
    kept = json.loads(card.read_text(encoding="utf8"))
    kept["threshold"] = {"best": best, "precise": precise}
    kept["whole_coder"] = {
        "folds": folds, "without": "dev", "calibration_error": round(calibration_error(*judged(wanted, found)), 4),
        **{k: {"precision": round(at(t).precision, 3), "recall": round(at(t).recall, 3)} for k, t in kept["threshold"].items()},
    }  # fmt: skip
    card.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf8")


def judged(wanted: dict[str, list[Record]], found: dict[str, list[Record]]) -> tuple[np.ndarray, np.ndarray]:
    """Confidence of each claim, and whether it is right; each gold claim makes one right."""
    p, right = [], []
    for name, claims in found.items():
        matched = {j for _, j in pair(wanted[name], claims)}
        p += [float(str(c["confidence"])) for c in claims]
        right += [j in matched for j in range(len(claims))]
    return np.array(p), np.array(right, float)


ROWS = {
    "{} sentences (dev and train together)": ("dev", "train"),
    "of these, the {} adjudicated ones (dev)": ("dev",),
    "whole invented reports, Ukraine 2022 left out": ("ukraine-2022",),
    "whole invented reports, Syria 2024 left out": ("syria-2024",),
    "whole invented reports, Sahel left out": ("sahel-2012-2024",),
}
"""Rows of the page on quality, and the parts of the gold that each is over."""


def report(
    wanted: dict[str, list[Record]],
    found: dict[str, list[Record]],
    parts: dict[str, str],
    figures: Path | None,
) -> None:
    def over(keys: Iterable[str], least: float) -> Score:
        kept = list(keys)
        return score(
            {k: wanted[k] for k in kept}, {k: [c for c in found[k] if c["confidence"] >= least] for k in kept}
        )

    thresholds = [n / 20 for n in range(1, 19)]
    best = max(thresholds, key=lambda t: over(found, t).rows["all"].f1)
    print(f"{len(found)} reports; threshold of best F1 over all of them: {best:.2f}")
    for part in ("all", "wiki", *PARTS):
        keys = [
            k for k in found if part in {"all", parts[k]} or (part == "wiki" and parts[k] in {"dev", "train"})
        ]
        if keys:
            print(f"\n{part}: {len(keys)} reports\n{over(keys, best).table()}")
    print("\nthreshold  precision  recall  F1 (all)   precision  recall  F1 (dev)")
    dev = [k for k in found if parts[k] == "dev"]
    if figures:
        kept = json.loads(figures.read_text(encoding="utf8"))
        scores = {
            text.format(f"{len(keys):,}"): over(keys, best)
            for text, of in ROWS.items()
            if (keys := [k for k in found if parts[k] in of])
        }
        kept["out_of_fold"] = [
            {
                "text": text, "claims": s.rows["all"].gold, "precision": s.rows["all"].precision,
                "recall": s.rows["all"].recall, "f1": s.rows["all"].f1, "gains_loses": s.rows["gains+loses"].f1,
            }
            for text, s in scores.items()
        ]  # fmt: skip
        kept["fields"] = beside_majority(wanted, found, best)
        figures.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    for least in thresholds:
        rows = [over(found, least).rows["all"], over(dev, least).rows["all"]]
        print(f"{least:9.2f}", *(f"{r.precision:9.3f} {r.recall:8.3f} {r.f1:6.3f}   " for r in rows))


if __name__ == "__main__":
    main()
