"""Small files made for the tests: pages, archives, PDFs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from whoholds.read import warc

STORY = (
    "The Taliban captured the northern city of Kunduz on Sunday, residents and a police officer said. "
    "Government forces still held the airport, which lies to the south of the city."
)


def page(text: str = STORY, head: str = "") -> str:
    return f'<html lang="en"><head><title>T</title>{head}</head><body><article><p>{text}</p><p>{text}</p></article></body></html>'


def dated(day: str = "2021-08-09") -> str:
    return f'<meta property="article:published_time" content="{day}">'


def archive(path: Path, count: int, body: str | None = None) -> list[str]:
    """An archive of numbered pages; the locators of its records."""
    writer = warc.Writer(path)
    return [
        writer.keep(
            warc.Capture(
                url=f"https://example.org/{number}", at=datetime(2021, 8, 9, 12, tzinfo=UTC), status=200,
                headers=(("Content-Type", "text/html; charset=utf-8"),),
                body=(body or page(f"In report {number}. {STORY}", dated())).encode(),
            )
        )
        for number in range(count)
    ]  # fmt: skip


def pdf(lines: list[str], info: str = "") -> bytes:
    """A PDF of one page, written by hand."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {info} >>".encode("latin-1"),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(parts) + 1, table, len(parts) + 1, len(out))
    )
