"""PDF with text: pages in order, lines joined to paragraphs. A scan without text is a problem."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from whoholds.errors import Unreadable
from whoholds.model import Document, Problem
from whoholds.read import article, plain, report

MOST_PAGES = 400
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


def read(path: Path, defaults: report.Defaults) -> Iterator[Document | Problem]:
    """Yield the report in a PDF; its creation date stands in, as a guess, where none is given."""

    def made() -> Document:
        fields = {"place": article.place(path, defaults), **_fields(path)}
        if defaults.published or report.parse_day(fields["published"]) is None:
            fields |= {"published": None, "guessed": ()}
        return report.document(fields, defaults)

    return report.attempt(made, str(path))


def _fields(path: Path) -> dict[str, object]:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    import pypdf
    from pypdf.errors import DependencyError, PyPdfError

    plain.bytes_of(path)  # for its limits, before the parser sees the file
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("the PDF is locked with a password")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable(f"{len(reader.pages)} pages: a report has at most {MOST_PAGES}")
        pages = [page.extract_text() for page in reader.pages]
        meta = reader.metadata
        title, author = (meta.title, meta.author) if meta else (None, None)
        created = _DATE.match(str(meta.get("/CreationDate", ""))) if meta else None
    except DependencyError:
        raise Unreadable(
            "the PDF is encrypted with AES: save it again without protection, or: pip install cryptography"
        ) from None
    except (
        PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError, zlib.error,
        NotImplementedError, AssertionError, OverflowError,
    ) as bad:  # fmt: skip
        raise Unreadable(f"a broken PDF: {str(bad)[:120] or type(bad).__name__}") from None
    text = paragraphs("\n\n".join(pages))
    if not text:
        raise Unreadable("no text in this PDF: a scan must go through text recognition (OCR) first")
    day = "-".join(created.groups()) if created else None
    return {
        "text": text, "title": title or None, "author": author or None, "published": day, "guessed": ("published",),
    }  # fmt: skip


def paragraphs(text: str) -> str:
    """Join the lines of each paragraph, mend words cut at line ends, drop lone page numbers."""
    text = re.sub(
        r"^[ \t]*(?:page[ \t]+)?\d{1,4}(?:[ \t]*(?:/|of)[ \t]*\d{1,4})?[ \t]*$", "", text, flags=re.M | re.I
    )
    text = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)
    blocks = (" ".join(block.split()) for block in re.split(r"\n[ \t]*\n+", text.replace("\0", "")))
    return "\n\n".join(block for block in blocks if block)
