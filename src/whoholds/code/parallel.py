"""Coding many documents on several processes, with the same result in the same order as on one."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from whoholds.code.coder import Coder, Coding
from whoholds.model import Document, Names

CHUNK = 32
"""Documents coded together. It does not depend on the number of processes, so neither does the result."""

_coder: Coder | None = None


def code_all(
    documents: Iterable[Document],
    *,
    names: Names | None = None,
    threshold: float | None = None,
    jobs: int = 1,
) -> Iterator[Coding]:
    """Yield one coding a document, in order, on ``jobs`` processes; lazily, a few chunks ahead."""
    chunks = _chunks(documents)
    if jobs <= 1:
        coder = Coder(names=names, threshold=threshold)
        for chunk in chunks:
            yield from coder.code(chunk)
        return
    pool = ProcessPoolExecutor(
        max_workers=jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(names, threshold)
    )
    with pool:
        waiting: deque[Future[list[Coding]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_code, chunk))
            if len(waiting) > 2 * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    stream = iter(documents)
    while chunk := list(itertools.islice(stream, CHUNK)):
        yield chunk


def _start(names: Names | None, threshold: float | None) -> None:
    global _coder
    _coder = Coder(names=names, threshold=threshold)


def _code(chunk: list[Document]) -> list[Coding]:
    assert _coder is not None
    return list(_coder.code(chunk))
