"""Reports to claims without a project: :func:`coded`, :func:`explained`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoholds.code.coder import Coder, record
from whoholds.code.parallel import code_all
from whoholds.code.statements import record as said
from whoholds.model import Document, Problem
from whoholds.read import Defaults, read


def coded(
    source: str, problems: list[Problem], *, threshold: float | None = None, jobs: int = 1
) -> Iterator[dict[str, Any]]:
    """One record per report, in order: ``{"id", "claims", "strengths", "alignments", "stances", "problems"}``; other problems go to the list."""
    documents = _documents(source, problems)
    for coding in code_all(documents, threshold=threshold, jobs=jobs):
        yield {
            "id": coding.document.name,
            "claims": [record(claim) for claim in coding.claims],
            "strengths": [said(s) for s in coding.strengths],
            "alignments": [said(s) for s in coding.alignments],
            "stances": [said(s) for s in coding.stances],
            "problems": [{"file": p.file, "line": p.line or 1, "reason": p.reason} for p in coding.problems],
        }
        problems.extend(coding.problems)


def explained(source: str, problems: list[Problem]) -> Iterator[str]:
    """For each report, how the coder read it."""
    coder = Coder()
    for document in _documents(source, problems):
        yield coder.explain(document)


def _documents(source: str, problems: list[Problem]) -> Iterator[Document]:
    for item in read(source, Defaults(undated=True)):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item
