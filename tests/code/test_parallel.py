"""The same codings in the same order, whatever the number of processes."""

import pytest

from whoholds.code import parallel
from whoholds.model import Document

TEXTS = [
    "Rebels captured Tamanah.",
    "It rained.",
    "The army lost Kidal.",
    "Militants attacked the town of Palma.",
]


@pytest.mark.model
@pytest.mark.slow
def test_jobs_change_nothing(monkeypatch):
    monkeypatch.setattr(parallel, "CHUNK", 2)
    documents = [Document(name=str(n), text=text) for n, text in enumerate(TEXTS * 3)]
    alone = list(parallel.code_all(documents, jobs=1))
    assert [c.document.name for c in alone] == [d.name for d in documents]
    assert any(c.claims for c in alone)
    assert list(parallel.code_all(documents, jobs=2)) == alone
