"""Syndication: 200 stories with five edited copies each, and 300,000 stories in one index.

    python benchmarks/read_syndication.py quality [FOLDER OF TEXTS]
    python benchmarks/read_syndication.py speed [N]

``quality`` cuts stories out of real prose (markdown or text files), edits them as newsrooms do, and
counts pairs against banded MinHash (datasketch), what a user would take instead. A merged piece belongs
to the story that it opens with. ``speed`` clusters generated stories; a tenth are edited copies.
"""

from __future__ import annotations

import importlib.util
import itertools
import random
import re
import resource
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

from whoholds.model import Document
from whoholds.read.article import prose_of
from whoholds.read.syndication import Stories, shingles

SWAPS = {
    "said": "stated", "captured": "seized", "city": "town", "forces": "troops", "attack": "assault", "began": "started",
    "killed": "left dead", "reported": "announced", "after": "following", "near": "close to", "large": "big", "also": "too",
    "against": "versus", "during": "in the course of", "several": "a number of", "control": "command", "area": "zone",
    "however": "yet", "fighters": "gunmen", "including": "among them", "around": "about", "claimed": "maintained",
    "military": "army", "government": "authorities", "while": "as", "were": "had been", "from": "out of", "into": "inside",
}  # fmt: skip
LEADS = [
    "The latest turn in the war came as a surprise to diplomats who had been watching the front for months.",
    "Dispatches from the region describe a day of confusion, with both sides telling their own story of events.",
    "What had been expected for weeks finally happened, according to people who follow the conflict closely.",
]


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?])\s+", " ".join(text.split())) if s]


def stories_of(folder: Path, count: int, rng: random.Random) -> list[list[str]]:
    """Runs of 8 to 16 sentences and at least 150 words, from different parts of different articles."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix in {".md", ".txt"}:
            lines = [s for s in sentences(prose_of(path.read_text("utf-8"))[0]) if 6 <= len(s.split()) <= 60]
            at = 0
            while at + 16 <= len(lines):
                length = rng.randint(8, 16)
                if sum(len(s.split()) for s in lines[at : at + length]) >= 150:
                    found.append(lines[at : at + length])
                at += length + 10
    rng.shuffle(found)
    chosen: list[list[str]] = []
    seen: set[int] = set()
    for (
        story
    ) in found:  # encyclopedias repeat themselves: what shares a run of words, or lists, is no ground truth
        runs = set(shingles(" ".join(story), 6).tolist())
        if len(chosen) < count and len(runs) >= 120 and len(runs & seen) < 6:
            chosen.append(story)
            seen |= runs
    return chosen


def retold(sentence: str, rng: random.Random) -> str:
    """As if translated there and back: other words, and a clause moved to the front."""
    words = [SWAPS.get(word.lower(), word) if rng.random() < 0.9 else word for word in sentence.split()]
    words = [
        word for word in words if not (word.lower() in {"the", "a", "that", "of"} and rng.random() < 0.3)
    ]
    cut = len(words) // 2
    return " ".join(words[cut:] + words[:cut]) if rng.random() < 0.4 else " ".join(words)


def copies(story: list[str], other: list[str], rng: random.Random) -> list[str]:
    """The five edits."""
    keep = max(3, round(len(story) * rng.uniform(0.3, 0.6)))
    trimmed = story[:keep]
    byline = [f"By our staff, agencies. {story[0]}", *story[1:], "(North Wire)"]
    lead = [" ".join(rng.sample(rng.choice(LEADS).split(), 14)), *story[rng.choice([1, 2]) :]]
    back = [retold(s, rng) if rng.random() < 0.45 else s for s in story]
    merged = [
        *story[: max(4, round(len(story) * 0.7))],
        "Elsewhere,",
        *other[: max(3, round(len(other) * 0.6))],
    ]
    return [" ".join(text) for text in (trimmed, byline, lead, back, merged)]


def corpus(folder: Path, seed: int, count: int = 200) -> list[tuple[int, Document]]:
    rng = random.Random(seed)
    stories = stories_of(folder, count, rng)
    docs = []
    for number, story in enumerate(stories):
        texts = [" ".join(story), *copies(story, stories[(number + 1) % len(stories)], rng)]
        for edit, text in enumerate(texts):
            name = f"{number}.{edit}"
            docs.append(
                (number, Document(name=name, text=text, outlet=f"Outlet {edit}", published=date(2021, 8, 9)))
            )
    rng.shuffle(docs)
    return docs


def judged(pairs: set[tuple[str, str]], truth: set[tuple[str, str]]) -> str:
    hit = len(pairs & truth)
    return f"precision {hit / max(1, len(pairs)):.4f}  recall {hit / len(truth):.4f}  pairs {len(pairs)}"


def clustered(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """All pairs within the connected parts: what counts as one story."""
    parent: dict[str, str] = {}

    def root(x: str) -> str:
        while parent.setdefault(x, x) != x:
            x = parent[x]
        return x

    for a, b in pairs:
        parent[root(a)] = root(b)
    groups = defaultdict(list)
    for x in parent:
        groups[root(x)].append(x)
    return {tuple(sorted(pair)) for group in groups.values() for pair in itertools.combinations(group, 2)}


def linked(docs: list[tuple[str, Document]]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Pairs of names that the index links, and those that are of one story."""
    names = {doc.id: doc.name for _, doc in docs}
    by_story = defaultdict(list)
    for story, doc in docs:
        by_story[story].append(doc.name)
    truth = {tuple(sorted(p)) for group in by_story.values() for p in itertools.combinations(group, 2)}
    index = Stories()
    found = {tuple(sorted((names[c.first], names[c.second]))) for _, doc in docs for c in index.add(doc)}
    return found, truth


def quality(folder: Path, seed: int = 7) -> None:
    docs = corpus(folder, seed)
    start = time.process_time()
    found, truth = linked(docs)
    took = time.process_time() - start
    print(
        f"{len({story for story, _ in docs})} stories, {len(docs)} reports, {len(truth)} true pairs, seed {seed}"
    )
    print("whoholds, links:   ", judged(found, truth), f"{len(docs) / took:.0f} reports/s")
    print("whoholds, stories: ", judged(clustered(found), truth))
    if "-v" in sys.argv:
        missed = defaultdict(int)
        for a, b in truth - clustered(found):
            missed[tuple(sorted((a.split(".")[1], b.split(".")[1])))] += 1
        print("missed by edits", dict(missed))
        print("false", sorted(found - truth)[:40])
    if importlib.util.find_spec("datasketch") is None:
        print("datasketch is not installed: nothing to compare with")
        return
    for cut in (0.3, 0.5):
        pairs, took = with_datasketch(docs, cut)
        print(
            f"datasketch MinHash LSH, Jaccard {cut}:",
            judged(pairs, truth),
            f"{len(docs) / took:.0f} reports/s",
        )


def with_datasketch(docs: list[tuple[int, Document]], cut: float) -> tuple[set[tuple[str, str]], float]:
    from datasketch import MinHash, MinHashLSH

    start = time.process_time()
    lsh, pairs = MinHashLSH(threshold=cut, num_perm=128), set()
    for _, doc in docs:
        words = doc.text.lower().split()
        sketch = MinHash(num_perm=128, seed=1)
        sketch.update_batch([" ".join(words[i : i + 5]).encode() for i in range(max(1, len(words) - 4))])
        pairs |= {tuple(sorted((doc.name, str(other)))) for other in lsh.query(sketch)}
        lsh.insert(doc.name, sketch)
    return pairs, time.process_time() - start


def speed(count: int) -> None:
    rng = random.Random(3)
    vocabulary = [
        f"{a}{b}{c}"
        for a in "bdfgklmnprstvz"
        for b in ("a", "en", "or", "ist", "ul")
        for c in "aeioubdklmnrst"
    ]
    weights = [1 / (rank + 5) for rank in range(len(vocabulary))]
    kept: list[list[str]] = []
    index, found = Stories(), 0
    start = time.process_time()
    spent = 0.0
    for number in range(count):
        if kept and rng.random() < 0.1:
            words = list(rng.choice(kept))
            words = words[: rng.randint(len(words) // 3, len(words))]
        else:
            words = rng.choices(vocabulary, weights, k=rng.randint(120, 400))
            if len(kept) < 5000:
                kept.append(words)
        doc = Document(name=str(number), text=" ".join(words), outlet="o", published=date(2021, 8, 9))
        at = time.process_time()
        found += len(index.add(doc))
        spent += time.process_time() - at
        if (number + 1) % max(1, count // 6) == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{number + 1:>8} reports  {spent:7.1f} s in the index  peak {peak:,.0f} MB  {found} links",
                flush=True,
            )
    print(f"{count / spent:.0f} reports/s, {time.process_time() - start:.0f} s with making them")


if __name__ == "__main__":
    if sys.argv[1:2] == ["speed"]:
        speed(int(sys.argv[2]) if len(sys.argv) > 2 else 300_000)
    else:
        default = Path(__file__).parents[1] / ".." / "shared" / "data" / "war-articles"
        quality(Path(sys.argv[2]) if len(sys.argv) > 2 else default)
