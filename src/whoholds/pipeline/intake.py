"""Reports in, entries out: :func:`read` and :func:`watch` run read, code and locate and append to the ledger.

The entries of one report, its *pass* among them, are appended in one transaction. So a run that was
killed is made whole by running it again, and reading twice adds nothing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from whoholds.code.coder import Coder
from whoholds.code.parallel import code_all
from whoholds.model import Claim, Document, Entry, Pass, Problem, Statement
from whoholds.pipeline.project import Project
from whoholds.read import Defaults, everything
from whoholds.read.syndication import Stories
from whoholds.read.watch import Watcher, Watching
from whoholds.store.ledger import Ledger

FLOOR = 0.25
"""Confidence from which a claim goes into the ledger; below the project's threshold it waits for review."""
TABLE = "whoholds-table@1"
"""Who found the claims that a table states itself."""

Item = Document | tuple[Document, tuple[Claim, ...]] | Problem
"""What a source yields: a report to be coded, a table's row with its claims, or a problem."""


@dataclass(kw_only=True)
class Tally:
    """What a run did: counts by what happened to a report, and the problems."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, problem: Problem) -> None:
        """Count and keep a problem."""
        self.counts["problems"] += 1
        self.problems.append(problem)


def read(project: Project, sources: Iterable[str], defaults: Defaults) -> Iterator[Tally]:
    """Read the sources into the ledger; yield the running tally after each report."""
    with project.ledger() as ledger:
        intake = _Intake(project, ledger)
        yield from intake.take(item for source in sources for item in everything(source, defaults))


def watch(
    project: Project, feeds: Path, defaults: Defaults, watching: Watching, *, seconds: float = float("inf")
) -> Iterator[Tally]:
    """Look at feeds again and again for so many seconds; captures lie in the project's ``captures``."""
    until = time.time() + seconds
    with (
        Watcher(feeds, project.folder / "captures", defaults, watching) as watcher,
        project.ledger() as ledger,
    ):
        intake = _Intake(project, ledger)
        for problem in watcher.problems:
            intake.tally.problem(problem)
        while True:
            for found in watcher.round():
                yield from intake.take(found)
            if time.time() >= until:
                return
            time.sleep(min(watcher.wait(), max(0.0, until - time.time())))


class _Intake:
    """Takes items into one open ledger."""

    def __init__(self, project: Project, ledger: Ledger) -> None:
        self.project, self.ledger, self.tally = project, ledger, Tally()

    @cached_property
    def _stories(self) -> Stories:
        """The reports known so far, for their copies; a run that brings nothing new never asks."""
        return Stories(
            replace(document, text=self.ledger.text(document.id) or "")
            for document in self.ledger.documents(superseded=True)
        )

    def take(self, items: Iterable[Item]) -> Iterator[Tally]:
        """Append what the items say; yield the running tally after each report, and at the end."""
        jobs = self.project.config.code.jobs
        for coding in code_all(self._to_code(items), names=self.project.actors, threshold=FLOOR, jobs=jobs):
            for problem in coding.problems:
                self.tally.problem(problem)
            beside = (*coding.strengths, *coding.alignments, *coding.stances)
            self._append(coding.document, coding.claims, Coder.version, beside)
            yield self.tally
        yield self.tally

    def _to_code(self, items: Iterable[Item]) -> Iterator[Document]:
        """The reports that the coder has not read yet; the rest is dealt with on the way."""
        for item in items:
            if isinstance(item, Problem):
                self.tally.problem(item)
            elif isinstance(item, tuple):
                if not self._known(item[0], TABLE):
                    self._append(*item, TABLE)
            elif not self._known(item, Coder.version):
                yield item

    def _known(self, document: Document, coder: str) -> bool:
        known = self.ledger.has_pass(document.id, coder)
        self.tally.counts["known"] += known
        return known

    def _append(
        self, document: Document, claims: Sequence[Claim], coder: str, beside: Sequence[Statement] = ()
    ) -> None:
        entries: list[Entry] = [document, *beside]
        for claim in claims:
            entries += [claim, *self.project.resolver.place(claim, document)]
        copies = self._stories.add(document)
        entries += [*copies, Pass(document=document.id, coder=coder)]
        self.tally.counts["entries"] += self.ledger.append(entries, by=coder)
        self.tally.counts["reports"] += 1
        self.tally.counts["copies"] += bool(copies)
        self.tally.counts["claims"] += len(claims)
        self.tally.counts["statements"] += len(beside)
