"""Reports that come twice in one file: told, and never lost in silence."""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.model import Document, Problem


class Repeats:
    """The reports of one file so far, by id and outlet: what is equal in both is one report in several versions."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str | None], tuple[int, str | None, str]] = {}

    def told(
        self, made: Document | Problem, file: str, where: str, line: int | None = None
    ) -> Iterator[Document | Problem]:
        """Yield the report that stands at ``where``, after what is to be said of its id; an equal one is only told of."""
        if isinstance(made, Problem):
            yield made
            return
        here = (hash(made.text), made.published_at, where)
        text, published_at, first = self._seen.setdefault((made.name, made.outlet), here)
        if first != where and text == here[0]:
            reason = f"the same id and text as {first}"
            yield Problem(file=file, line=line, kind="repeat", reason=reason)
            return
        if first != where and published_at == made.published_at:
            reason = f"the same id and date as {first} with other text: taken as its new version"
            yield Problem(file=file, line=line, kind="repeat", reason=reason)
        yield made
