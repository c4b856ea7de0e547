"""Answers that a parsed sentence keeps, because several readers ask the same of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from spacy.tokens import Doc

Answer = TypeVar("Answer")


def kept(find: Callable[[Doc], Answer]) -> Callable[[Doc], Answer]:
    """Make a function answer once a parse, and repeat its answer after that; the answer must not be changed."""
    name = f"{find.__module__}.{find.__qualname__}"

    @wraps(find)
    def found(doc: Doc) -> Answer:
        if name not in doc.user_data:
            doc.user_data[name] = find(doc)
        answer: Answer = doc.user_data[name]
        return answer

    return found
