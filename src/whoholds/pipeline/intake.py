"""Reports in, entries out: :func:`read` runs read, code and locate and appends to the ledger.

The entries of one report, its *pass* among them, are appended in one transaction. So a run that was
killed is made whole by running it again, and reading twice adds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from whoholds.code.coder import Coder
from whoholds.code.parallel import code_all
from whoholds.locate.resolve import Resolver
from whoholds.model import Claim, Document, Entry, Pass, Problem
from whoholds.pipeline.project import Project
from whoholds.read import Defaults
from whoholds.read import read as read_source
from whoholds.read.syndication import Stories
from whoholds.store.ledger import Ledger

FLOOR = 0.25
"""Confidence from which a claim goes into the ledger; below the project's threshold it waits for review."""


@dataclass(kw_only=True)
class Intake:
    """What a run did: counts by what happened to a report, and the problems."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, problem: Problem) -> None:
        """Count and keep a problem."""
        self.counts["problems"] += 1
        self.problems.append(problem)


def read(project: Project, sources: Iterable[str], defaults: Defaults) -> Iterator[Intake]:
    """Read, code and locate the sources; append; yield the running tally after each report."""
    tally = Intake()
    with project.ledger() as ledger:
        stories = Stories(
            replace(document, text=ledger.text(document.id) or "")
            for document in ledger.documents(superseded=True)
        )
        new = _new(ledger, sources, defaults, tally)
        jobs = project.config.code.jobs
        for coding in code_all(new, names=project.actors, threshold=FLOOR, jobs=jobs):
            for problem in coding.problems:
                tally.problem(problem)
            entries = [
                *_entries(coding.document, coding.claims, project.resolver),
                *stories.add(coding.document),
            ]
            entries.append(Pass(document=coding.document.id, coder=Coder.version))
            tally.counts["entries"] += ledger.append(entries, by=Coder.version)
            tally.counts["reports"] += 1
            tally.counts["claims"] += len(coding.claims)
            yield tally
    yield tally


def _new(ledger: Ledger, sources: Iterable[str], defaults: Defaults, tally: Intake) -> Iterator[Document]:
    """Reports that this coder has not read yet; problems go to the tally."""
    for source in sources:
        for item in read_source(source, defaults):
            if isinstance(item, Problem):
                tally.problem(item)
            elif item.published is None:
                tally.problem(
                    Problem(
                        file=item.locator or source,
                        reason=f"{item.name}: no publication date; give one with --published",
                    )
                )
            elif ledger.has_pass(item.id, Coder.version):
                tally.counts["known"] += 1
            else:
                yield item


def _entries(document: Document, claims: Iterable[Claim], resolver: Resolver) -> Iterator[Entry]:
    yield document
    for claim in claims:
        yield claim
        yield from resolver.place(claim, document)
