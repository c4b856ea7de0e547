"""Fit the final confidence and choose the thresholds on reports that the weights have not learnt from.

    PYTHONPATH=src python scripts/calibrate_coder.py [WEIGHTS]

Reads ``scorer_training/apart`` with the whole coder. Prints :data:`whoholds.code.pointers.AGREEMENT` as fitted there and,
with the confidence as it stands in the code, the threshold of best F1, the least of precision 0.8, what is reached at both, and
the calibration error. It writes nothing: the three numbers go into the code, the thresholds into the card.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from evaluate_coder import agreement, both, coded, judged
from scorer_training.calibration import calibration_error
from scorer_training.written import claim

from whoholds.code.coder import Coder
from whoholds.code.decide import ByScorer
from whoholds.code.score import Record, Row, score
from whoholds.code.scorer import Scorer
from whoholds.model import Document

APART = Path(__file__).parent / "scorer_training" / "apart"
BESIDE: Record = {"speaker": [], "by_party": False}
"""Fields that a score asks for and this text is not labelled with."""


def main() -> None:
    scorer = Scorer.load(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    documents: dict[str, Document] = {}
    wanted: dict[str, list[Record]] = {}
    for path in sorted(APART.glob("*.toml")):
        for k, report in enumerate(tomllib.loads(path.read_text(encoding="utf8"))["report"]):
            name = f"{path.stem}-{k}"
            documents[name] = Document(name=name, text=report["text"].strip(), title=report["title"])
            wanted[name] = [{**claim(line), **BESIDE} for line in report["claims"]]
    loose = coded(Coder(decider=ByScorer(scorer, both), threshold=0.02), documents.values())
    print("agreement", agreement(wanted, loose))

    found = coded(Coder(decider=ByScorer(scorer), threshold=0.05), documents.values())

    def at(least: float) -> Row:
        kept = {k: [c for c in claims if float(str(c["confidence"])) >= least] for k, claims in found.items()}
        return score(wanted, kept).rows["all"]

    grid = [round(0.1 + n / 100, 2) for n in range(86)]
    best, precise = max(grid, key=lambda t: at(t).f1), min(t for t in grid if at(t).precision >= 0.8)
    for name, t in (("best", best), ("precise", precise)):
        print(f"{name} {t}: precision {at(t).precision:.3f} recall {at(t).recall:.3f} F1 {at(t).f1:.3f}")
    error = calibration_error(*judged(wanted, found))
    print(f"{sum(map(len, wanted.values()))} claims of {len(wanted)} reports; calibration error {error:.4f}")


if __name__ == "__main__":
    main()
